"""Sign-in for staff. Only the parts of allauth that are in use have an address."""

from allauth.account import views as allauth
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("", views.home, name="home"),
]

# allauth reverses its own addresses without a namespace.
allauth_urlpatterns = [
    path("log-ind/", allauth.login, name="account_login"),
    path("log-ud/", allauth.logout, name="account_logout"),
    path("lukket/", allauth.account_inactive, name="account_inactive"),
    path("adgangskode/", allauth.password_change, name="account_change_password"),
    path("glemt/", allauth.password_reset, name="account_reset_password"),
    path("glemt/sendt/", allauth.password_reset_done, name="account_reset_password_done"),
    # The key has hyphens of its own.
    re_path(
        r"^glemt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "glemt/skiftet/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
