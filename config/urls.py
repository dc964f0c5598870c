"""The table of contents of the site. Addresses are stable: others link to them."""

from django.urls import include, path

from accounts.urls import allauth_urlpatterns
from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("konto/", include(("accounts.urls", "accounts"))),
    path("konto/", include(allauth_urlpatterns)),
    path("", include("consultation.urls")),
]
