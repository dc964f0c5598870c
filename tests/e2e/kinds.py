"""Every kind of page there is, and how somebody comes to it in a browser of her own.

An opener leaves the page as she sees it; `statuses` are the error answers on the way.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from consultation.demo.build import EARLIER_SLUG
from consultation.models import Comment, Hearing, Response
from consultation.moderation.actions import publish_comment
from tests.e2e import steps

Opener = Callable[[Page, Hearing], None]


@dataclass(frozen=True)
class Kind:
    open: Opener
    statuses: tuple[int, ...] = ()
    # The page was changed by a script since it was served.
    scripted: bool = False


def _at(address: str) -> Opener:
    def opened(page: Page, hearing: Hearing) -> None:
        page.goto(address)

    return opened


# --- What everybody reads -----------------------------------------------------------------


def _room(page: Page, hearing: Hearing) -> None:
    page.goto(steps.ROOM)
    expect(page.get_by_role("heading", level=1)).to_have_text(hearing.title)


def _reading(page: Page, hearing: Hearing) -> None:
    """The panel with comments, changes to the text, and a tombstone."""
    _room(page, hearing)
    steps.read_link(page, "4.3 e").click()
    panel = steps.panel_of(page)
    expect(panel.get_by_role("heading", name="Punkt 4.3 e")).to_be_focused()
    expect(panel.locator("ins").first).to_be_visible()
    expect(panel.get_by_role("heading", name="Skjult bemærkning")).to_be_visible()


def _general(page: Page, hearing: Hearing) -> None:
    """What is said about the policy as a whole, by the way the reading room shows."""
    _room(page, hearing)
    page.get_by_role("link", name=re.compile("til politikken som helhed")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Generelle bemærkninger")
    expect(page.get_by_role("article").first).to_be_visible()


def _closed(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/")
    expect(page.get_by_text("Høringsfristen er udløbet", exact=True)).to_be_visible()


def _closed_paragraph(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/punkt/4.3e/")
    expect(page.get_by_role("main")).to_contain_text("Høringsfristen er udløbet.")


PUBLIC = {
    "hearings": Kind(_at("/")),
    "room": Kind(_room),
    "room-reading": Kind(_reading, scripted=True),
    "paragraph": Kind(_at(f"{steps.ROOM}punkt/4.3e/")),
    "general": Kind(_general),
    "closed-room": Kind(_closed),
    "closed-paragraph": Kind(_closed_paragraph),
    "404": Kind(_at("/findes-ikke/"), (404,)),
}


# --- What she writes, and her receipt -----------------------------------------------------


def _form(page: Page, hearing: Hearing) -> None:
    _room(page, hearing)
    panel = steps.open_form(page, "4.3 e")
    steps.fill_comment(panel, body="Ja.", stance="Støtter", wording="Vi har en forening.")


def _form_errors(page: Page, hearing: Hearing) -> None:
    _room(page, hearing)
    panel = steps.open_form(page, "4.3 e")
    steps.add(panel)
    expect(steps.error_summary(panel)).to_be_focused()


def _saved(page: Page, hearing: Hearing) -> None:
    _room(page, hearing)
    steps.write_in_panel(page, "4.3 e", body="Ja.", stance="Støtter")
    expect(page.get_by_role("link", name="Gennemse og send")).to_have_count(2)


def _page_errors(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/2.5a/")
    steps.add(page)
    expect(steps.error_summary(page)).to_be_focused()


def _wrong_choice(page: Page, hearing: Hearing) -> None:
    """A stance that is none, as only a broken browser sends."""
    page.goto(f"{steps.ROOM}punkt/2.5a/")
    steps.fill_comment(page, body="Ja.", stance="Imod")
    page.get_by_role("radio", checked=True).evaluate("radio => { radio.value = 'nej' }")
    steps.add(page)
    expect(page.get_by_role("group", name="Din holdning")).to_contain_text("Fejl:")


def _review(page: Page, hearing: Hearing) -> None:
    """Her letter with a warning in it and a comment she took out."""
    page.goto(steps.REVIEW)
    _post_comment(page, "1.1", body="Ring på 26 14 88 90.", stance="oppose")
    _post_comment(page, "4.3e", body="Ja.", proposed_text="Alle er med.")
    _post_comment(page, "2.5a", body="Nej.")
    page.goto(steps.REVIEW)
    steps.button(page, "Fjern bemærkningen til 2.5 a").click()
    expect(page.get_by_text("Din bemærkning til 2.5 a er fjernet.")).to_be_visible()
    expect(page.get_by_role("region", name="Se lige på det her")).to_be_visible()


def _post_comment(page: Page, ref: str, **fields: str) -> None:
    """What the form on a paragraph's page sends, without the way there."""
    parts = urlsplit(page.url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    answer = page.request.post(f"{steps.ROOM}punkt/{ref}/", form=fields, headers=headers)
    assert answer.ok, answer.status_text


def _review_errors(page: Page, hearing: Hearing) -> None:
    _review(page, hearing)
    steps.send(page)
    expect(steps.error_summary(page)).to_be_focused()


def _edit(page: Page, hearing: Hearing) -> None:
    _review(page, hearing)
    page.get_by_role("link", name="Ret bemærkningen til 4.3 e", exact=True).click()
    expect(page.get_by_role("heading", name="Ret din bemærkning til 4.3 e")).to_be_visible()


def _receipt(page: Page, hearing: Hearing) -> None:
    """Hers whose one comment was hidden."""
    hidden = Comment.objects.filter(hearing=hearing, state="hidden").first()
    assert hidden is not None
    page.goto(hidden.response.get_absolute_url())
    expect(page.get_by_text("Det var til tiden.")).to_be_visible()
    expect(page.get_by_text("Begrundelse:")).to_be_visible()


def _late_receipt(page: Page, hearing: Hearing) -> None:
    page.goto(Response.objects.get(late=True).get_absolute_url())
    expect(page.get_by_text("Det var efter fristen.")).to_be_visible()


def _confirm(page: Page, hearing: Hearing) -> None:
    waiting = next(r for r in hearing.responses.all() if r.awaits_confirmation)
    page.goto(waiting.confirmation_path)
    expect(steps.button(page, "Ja, bekræft min e-mail")).to_be_visible()


def _confirmed(page: Page, hearing: Hearing) -> None:
    response = hearing.responses.exclude(email_confirmed_at=None).first()
    assert response is not None
    page.goto(response.confirmation_path)
    expect(page.get_by_text("Du har bekræftet")).to_be_visible()


def _try_again(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/2.5a/")
    steps.fill_comment(page, body="Den her tekst må ikke blive væk.")
    with drafts_out_of_reach():
        steps.add(page)
        expect(page.get_by_text("Den her tekst må ikke blive væk.")).to_be_visible()


@contextmanager
def drafts_out_of_reach() -> Iterator[None]:
    """The database refuses whatever touches a draft's comments, as when it is half upgraded."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultation_draftcomment RENAME TO away")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE away RENAME TO consultation_draftcomment")


HERS = {
    "panel-form": Kind(_form, scripted=True),
    "panel-errors": Kind(_form_errors, (422,), scripted=True),
    "panel-saved": Kind(_saved, scripted=True),
    "paragraph-errors": Kind(_page_errors, (422,)),
    "paragraph-wrong-choice": Kind(_wrong_choice, (422,)),
    "review-empty": Kind(_at(steps.REVIEW)),
    "review": Kind(_review),
    "review-errors": Kind(_review_errors, (422,)),
    "edit": Kind(_edit),
    "receipt": Kind(_receipt),
    "late-receipt": Kind(_late_receipt),
    "confirm": Kind(_confirm),
    "confirmed": Kind(_confirmed),
    "try-again": Kind(_try_again, (503,)),
}


# --- Sign-in and the desk -----------------------------------------------------------------


def _login_errors(page: Page, hearing: Hearing) -> None:
    page.goto("/konto/log-ind/")
    steps.button(page, "Log ind").click()
    expect(steps.error_summary(page)).to_be_focused()


def _reset_sent(page: Page, hearing: Hearing) -> None:
    page.goto("/konto/glemt/")
    page.get_by_label("E-mail").fill("ukendt@post.example")
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/konto/glemt/sendt/$"))


def _signed_in(address: str, email: str = steps.CASEWORKER) -> Opener:
    def opened(page: Page, hearing: Hearing) -> None:
        carry_session(page, email)
        page.goto(address)

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


def _case(page: Page, hearing: Hearing) -> Comment:
    """A comment that awaits review, with personal data marked in it."""
    carry_session(page, steps.CASEWORKER)
    waiting = hearing.comments.filter(state="pending", body__contains="@").first()
    assert waiting is not None, "the demo has no pending comment with an e-mail address"
    page.goto(f"{steps.QUEUE}{waiting.pk}/")
    expect(page.get_by_role("main").locator("mark").first).to_be_visible()
    return waiting


def _case_hiding(page: Page, hearing: Hearing) -> None:
    _case(page, hearing)
    page.keyboard.press("s")
    expect(page.get_by_role("radio", name="CPR-nummer")).to_be_focused()


def _case_errors(page: Page, hearing: Hearing) -> None:
    _case_hiding(page, hearing)
    steps.button(page, "Gem og næste").click()
    expect(steps.error_summary(page)).to_be_focused()


def _decided_meanwhile(page: Page, hearing: Hearing) -> None:
    waiting = _case(page, hearing)
    administrator = User.objects.get(email="administrator@ishoej.example")
    publish_comment(waiting, acting_user=administrator, at=timezone.now())
    page.get_by_role("radio", name="Offentliggør").check()
    steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("alert")).to_contain_text("Mette Skovlund")


STAFF = {
    "login": Kind(_at("/konto/log-ind/")),
    "login-errors": Kind(_login_errors),
    "reset": Kind(_at("/konto/glemt/")),
    "reset-sent": Kind(_reset_sent),
    "password": Kind(_signed_in("/konto/adgangskode/")),
    "logout": Kind(_signed_in("/konto/log-ud/")),
    "desk": Kind(_signed_in(steps.DESK)),
    "queue": Kind(_signed_in(steps.QUEUE)),
    "queue-published": Kind(_signed_in(f"{steps.QUEUE}?vis=offentliggjort")),
    "queue-hidden": Kind(_signed_in(f"{steps.QUEUE}?vis=skjult")),
    "queue-empty": Kind(_signed_in(f"{steps.DESK}{EARLIER_SLUG}/gennemgang/")),
    "case": Kind(lambda page, hearing: _case(page, hearing) and None),
    "case-hiding": Kind(_case_hiding),
    "case-errors": Kind(_case_errors, (422,)),
    "case-decided-meanwhile": Kind(_decided_meanwhile, (409,)),
    "export": Kind(_signed_in(steps.EXPORT)),
    "403": Kind(_signed_in(steps.DESK, "byraad@ishoej.example"), (403,)),
}
