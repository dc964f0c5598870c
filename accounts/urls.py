"""Sign-in. Only the parts of allauth that are in use have an address."""

from allauth.account import views as allauth
from django.urls import path, re_path

from accounts import broker, views

urlpatterns = [
    path("", views.home, name="home"),
]

# allauth reverses its own addresses without a namespace.
allauth_urlpatterns = [
    # Citizens: a code by e-mail, or the broker
    path("log-ind/", views.sign_in, name="account_request_login_code"),
    path("log-ind/kode/", views.code, name="account_confirm_login_code"),
    path("mitid/", views.to_broker, name="openid_connect_login"),
    # Staff: a password
    path("medarbejder/", views.password, name="account_login"),
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
    # Everybody
    path("log-ud/", views.sign_out, name="account_logout"),
    path("lukket/", allauth.account_inactive, name="account_inactive"),
]

# The broker knows one address to send people back to, so it has no language.
broker_urlpatterns = [
    path(
        "konto/mitid/svar/",
        views.from_broker,
        {"provider_id": broker.PROVIDER},
        name="openid_connect_callback",
    ),
]
