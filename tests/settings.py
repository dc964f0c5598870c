"""config.settings for tests: fast passwords, no collected files, mail kept in memory.

End-to-end tests that need the real mail way override EMAIL_BACKEND themselves.
"""

import atexit
import shutil
import tempfile

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Attachments of tests are thrown away with the tests.
_ATTACHMENTS = tempfile.mkdtemp(prefix="ordet-attachments-")
atexit.register(shutil.rmtree, _ATTACHMENTS, ignore_errors=True)
STORAGES = {
    **STORAGES,
    "default": {**STORAGES["default"], "OPTIONS": {"location": _ATTACHMENTS}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The live server's threads and the test share few connections; a test of many asks for more.
DATABASES["default"]["OPTIONS"]["pool"]["max_size"] = 24  # type: ignore[index]
