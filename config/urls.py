"""The table of contents of the site. Addresses are stable: others link to them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from accounts.urls import allauth_urlpatterns, broker_urlpatterns
from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    *broker_urlpatterns,
    # Danish stands without a prefix, English under /en/ (config/languages.py).
    *i18n_patterns(
        path("konto/", include(("accounts.urls", "accounts"))),
        path("konto/", include(allauth_urlpatterns)),
        path("", include("pages.urls")),
        path("", include("consultation.urls")),
        prefix_default_language=False,
    ),
]
