"""What a kind of page is, and what several of them need to get there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from consultation.models import Hearing
from tests.e2e import steps

Opener = Callable[[Page, Hearing], None]


@dataclass(frozen=True)
class Kind:
    open: Opener
    statuses: tuple[int, ...] = ()
    # The page was changed by a script since it was served.
    scripted: bool = False


def at(address: str) -> Opener:
    def opened(page: Page, hearing: Hearing) -> None:
        page.goto(address)

    return opened


def post_comment(page: Page, ref: str, **fields: str) -> None:
    """What the form on a paragraph's page sends, without the way there."""
    parts = urlsplit(page.url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    answer = page.request.post(f"{steps.ROOM}punkt/{ref}/", form=fields, headers=headers)
    assert answer.ok, answer.status_text


@contextmanager
def drafts_out_of_reach() -> Iterator[None]:
    """The database refuses whatever touches a draft's comments, as when it is half upgraded."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultation_draftcomment RENAME TO away")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE away RENAME TO consultation_draftcomment")


def signed_in(address: str, email: str = steps.CASEWORKER) -> Opener:
    def opened(page: Page, hearing: Hearing) -> None:
        carry_session(page, email)
        page.goto(address)

    return opened


def refused(address: str, button: str, email: str = steps.CASEWORKER) -> Opener:
    """The form at `address`, sent as it stands; it says what is missing."""

    def opened(page: Page, hearing: Hearing) -> None:
        signed_in(address, email)(page, hearing)
        steps.button(page, button).click()
        expect(steps.error_summary(page)).to_be_focused()

    return opened


def carry_session(page: Page, email: str) -> None:
    """A session begun elsewhere; signing in at every page would meet the limit on attempts."""
    client = Client()
    client.force_login(
        User.objects.get(email=email),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    name = settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": key, "domain": "localhost", "path": "/"}])
