"""Reads files safely from a small process, and says what each took.

The peak of a child counts from its parent's, so the big process of the tests cannot measure it.
"""

import json
import resource
import sys
from pathlib import Path

import django
from django.conf import settings

from policies.importers.outline import ImportRefused
from policies.importers.sandbox import read_safely


def main(files: list[str]) -> None:
    settings.configure(USE_I18N=True, LANGUAGE_CODE="en")
    django.setup()
    before = 0.0
    for file in map(Path, files):
        data = file.read_bytes()
        try:
            read_safely(data, name=file.name)
            said = ""
        except ImportRefused as refusal:
            said = str(refusal)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        total = used.ru_utime + used.ru_stime
        took = {"seconds": total - before, "kilobytes": used.ru_maxrss}
        print(json.dumps({"name": file.name, "said": said, **took}))  # noqa: T201
        before = total


if __name__ == "__main__":
    main(sys.argv[1:])
