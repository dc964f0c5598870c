"""Where staff sign in and work."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from consultation.demo.build import EARLIER_SLUG
from consultation.models import Comment, Flag, Hearing
from consultation.moderation.actions import publish_comment
from consultation.responses.amending import correct_comment, withdraw_comment
from consultation.staff.actions import invite_colleague
from pages.actions import save_page
from pages.models import PageName
from tests.e2e import steps
from tests.e2e.kinds.changing import sent
from tests.e2e.kinds.kind import Kind, at, carry_session, refused, signed_in
from tests.factories import make_attachment

ADMINISTRATOR = "administrator@ishoej.example"
COLLEAGUES = f"{steps.DESK}medarbejdere/"


def _login_errors(page: Page, hearing: Hearing) -> None:
    page.goto("/konto/medarbejder/")
    steps.button(page, "Log ind").click()
    expect(steps.error_summary(page)).to_be_focused()


def _reset_sent(page: Page, hearing: Hearing) -> None:
    page.goto("/konto/glemt/")
    page.get_by_label("E-mail").fill("ukendt@post.example")
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/konto/glemt/sendt/$"))


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


def _case_hiding_a_part(page: Page, hearing: Hearing) -> None:
    """Words selected in the comment are marked with D; the number that was found is so already."""
    _case(page, hearing)
    body = page.locator(".case__body p").first
    body.evaluate(
        """p => {
            const range = document.createRange();
            range.setStart(p.firstChild, 0);
            range.setEnd(p.firstChild, 12);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("d")
    field = page.get_by_label("Det, der skjules")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"^\[\[.{10,12}\]\][^d](?s:.*)\[\[\S+@\S+\]\]"))


def _case_errors(page: Page, hearing: Hearing) -> None:
    _case_hiding(page, hearing)
    steps.button(page, "Gem og næste").click()
    expect(steps.error_summary(page)).to_be_focused()


def _decided_meanwhile(page: Page, hearing: Hearing) -> None:
    waiting = _case(page, hearing)
    administrator = User.objects.get(email=ADMINISTRATOR)
    publish_comment(waiting, acting_user=administrator, at=timezone.now())
    page.get_by_role("radio", name="Offentliggør").check()
    steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("alert")).to_contain_text("Mette Skovlund")


def _queue_reported(page: Page, hearing: Hearing) -> None:
    """Two reports of one comment, one that may be a machine's."""
    carry_session(page, steps.CASEWORKER)
    comment = hearing.comments.filter(state="published", flags=None).last()
    assert comment is not None
    for text, doubtful in (("Det er min nabo, 26 14 88 90.", False), ("Køb nu", True)):
        Flag.objects.get_or_create(
            comment=comment,
            text=text,
            defaults={"at": timezone.now(), "doubtful": doubtful, "email": "nabo@post.example"},
        )
    page.goto(f"{steps.QUEUE}{comment.pk}/?vis=anmeldt")
    expect(page.get_by_role("heading", name="Anmeldt 2 gange")).to_be_visible()


def _translating(page: Page, hearing: Hearing) -> None:
    """A translation as it will look."""
    carry_session(page, steps.CASEWORKER)
    page.goto(f"{steps.DESK}medborgerpolitik/oversaettelser/3/ar/")
    steps.button(page, "Se, hvordan det bliver").click()
    expect(page.get_by_role("heading", name="Sådan kommer det til at se ud.")).to_be_visible()


def _case_corrected(page: Page, hearing: Hearing) -> None:
    """A correction beside the earlier wording, with a file of the same response."""
    comment = sent(hearing)
    make_attachment(comment.response)
    correction = correct_comment(comment, {"body": "Bedre sagt."}, by=None, at=timezone.now())
    carry_session(page, steps.CASEWORKER)
    page.goto(f"{steps.QUEUE}{correction.pk}/")
    expect(page.get_by_text("Rettet: tidligere ordlyd")).to_be_visible()
    expect(page.get_by_role("link", name="Brev.pdf", exact=True)).to_be_visible()


def _taken_back_meanwhile(page: Page, hearing: Hearing) -> None:
    carry_session(page, steps.CASEWORKER)
    waiting = hearing.comments.filter(state="pending").last()
    assert waiting is not None
    page.goto(f"{steps.QUEUE}{waiting.pk}/")
    withdraw_comment(waiting, by=None, at=timezone.now())
    page.get_by_role("radio", name="Offentliggør").check()
    steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("alert")).to_contain_text("Din afgørelse er ikke gemt.")


def _writing_page(page: Page, hearing: Hearing) -> None:
    """A page being written, with its preview as it became while she wrote."""
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.CONTACT_PAGE)
    page.get_by_label("Tekst", exact=True).press_sequentially("Nyt **ord**. ")
    preview = page.get_by_role("region", name="Sådan ser læserne det")
    expect(preview.locator("strong")).to_have_text("ord")


def _page_refused(page: Page, hearing: Hearing) -> None:
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.CONTACT_PAGE)
    page.get_by_label("Tekst", exact=True).fill("")
    steps.button(page, "Gem og offentliggør").click()
    expect(steps.error_summary(page)).to_be_focused()


def _page_changed_meanwhile(page: Page, hearing: Hearing) -> None:
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.CONTACT_PAGE)
    administrator = User.objects.get(email=ADMINISTRATOR)
    save_page(
        PageName.CONTACT,
        "da",
        "Den andens tekst",
        seen=0,
        acting_user=administrator,
        at=timezone.now(),
    )
    page.get_by_label("Tekst", exact=True).fill("Min egen tekst")
    steps.button(page, "Gem og offentliggør").click()
    expect(page.get_by_role("alert")).to_contain_text("Mette Skovlund gemte siden")
    page.get_by_text("Fra den andens tekst til din").click()
    expect(page.get_by_label("Tekst", exact=True)).to_have_value("Min egen tekst")


def _extending(page: Page, hearing: Hearing) -> None:
    """What will happen, with a warning: a Sunday."""
    carry_session(page, steps.CASEWORKER)
    page.goto(f"{steps.DESK}medborgerpolitik/frist/")
    sunday = timezone.localdate() + timedelta(days=200)
    sunday += timedelta(days=6 - sunday.weekday())
    page.get_by_label("Ny sidste dag").fill(sunday.isoformat())
    page.get_by_label("Begrundelse").fill("Et bilag manglede.")
    steps.button(page, "Se, hvad der sker").click()
    expect(page.get_by_role("heading", name="Det her sker")).to_be_visible()


def _colleague(page: Page, hearing: Hearing) -> None:
    """A colleague with a history."""
    carry_session(page, ADMINISTRATOR)
    colleague = User.objects.get(email=steps.CASEWORKER)
    invite_colleague(
        colleague,
        language="da",
        acting_user=User.objects.get(email=ADMINISTRATOR),
        at=timezone.now(),
    )
    page.goto(f"{COLLEAGUES}{colleague.pk}/")
    expect(page.get_by_text("Sendte en invitation").first).to_be_visible()


STAFF = {
    "login": Kind(at("/konto/medarbejder/")),
    "login-errors": Kind(_login_errors),
    "reset": Kind(at("/konto/glemt/")),
    "reset-sent": Kind(_reset_sent),
    "password": Kind(signed_in("/konto/adgangskode/")),
    "logout": Kind(signed_in("/konto/log-ud/")),
    "desk": Kind(signed_in(steps.DESK)),
    "queue": Kind(signed_in(steps.QUEUE)),
    "queue-published": Kind(signed_in(f"{steps.QUEUE}?vis=offentliggjort")),
    "queue-reported-none": Kind(signed_in(f"{steps.DESK}{EARLIER_SLUG}/gennemgang/?vis=anmeldt")),
    "queue-reported": Kind(_queue_reported),
    "queue-hidden": Kind(signed_in(f"{steps.QUEUE}?vis=skjult")),
    "queue-empty": Kind(signed_in(f"{steps.DESK}{EARLIER_SLUG}/gennemgang/")),
    "case": Kind(lambda page, hearing: _case(page, hearing) and None),
    "case-hiding": Kind(_case_hiding),
    "case-hiding-a-part": Kind(_case_hiding_a_part, scripted=True),
    "case-errors": Kind(_case_errors, (422,)),
    "case-decided-meanwhile": Kind(_decided_meanwhile, (409,)),
    "translations": Kind(signed_in(f"{steps.DESK}medborgerpolitik/oversaettelser/")),
    "translation-preview": Kind(_translating),
    "translation-errors": Kind(
        refused(f"{steps.DESK}medborgerpolitik/oversaettelser/1/da-let/", "Gem og vis"), (422,)
    ),
    "case-corrected": Kind(_case_corrected),
    "case-taken-back-meanwhile": Kind(_taken_back_meanwhile, (409,)),
    "queue-taken-back": Kind(signed_in(f"{steps.QUEUE}?vis=rettet")),
    "export": Kind(signed_in(steps.EXPORT)),
    "extending": Kind(_extending),
    "extending-errors": Kind(
        refused(f"{steps.DESK}medborgerpolitik/frist/", "Se, hvad der sker"), (422,)
    ),
    "extending-never": Kind(signed_in(f"{steps.DESK}{EARLIER_SLUG}/frist/")),
    "log": Kind(signed_in(f"{steps.DESK}medborgerpolitik/log/")),
    "log-errors": Kind(signed_in(f"{steps.DESK}medborgerpolitik/log/?bemaerkning=ti"), (422,)),
    "log-nothing": Kind(signed_in(f"{steps.DESK}medborgerpolitik/log/?bemaerkning=7777777")),
    "colleagues": Kind(signed_in(COLLEAGUES, ADMINISTRATOR)),
    "colleague": Kind(_colleague),
    "colleague-errors": Kind(
        refused(f"{COLLEAGUES}ny/", "Tilføj og send linket", ADMINISTRATOR), (422,)
    ),
    "pages": Kind(signed_in("/sagsbehandling/sider/")),
    "page": Kind(_writing_page, scripted=True),
    "page-errors": Kind(_page_refused, (422,)),
    "page-changed-meanwhile": Kind(_page_changed_meanwhile, (409,), scripted=True),
    "403": Kind(signed_in(steps.DESK, "byraad@ishoej.example"), (403,)),
}
