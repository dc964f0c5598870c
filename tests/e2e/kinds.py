"""Every kind of page there is, and how somebody comes to it in a browser of her own.

An opener leaves the page as she sees it; `statuses` are the error answers on the way.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import Page, expect

from accounts.models import User
from consultation.demo.build import EARLIER_SLUG
from consultation.models import Comment, Draft, Flag, Hearing, Response, Subscription
from consultation.moderation.actions import publish_comment
from consultation.responses.amending import correct_comment, withdraw_comment, withdraw_response
from pages.actions import save_page
from pages.models import PageName
from tests import files
from tests.e2e import steps
from tests.factories import make_attachment, make_hearing

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


def _translation(page: Page, hearing: Hearing) -> None:
    """A section in Arabic beside the Danish, on a page of its own."""
    page.goto(f"{steps.ROOM}afsnit/3/ar/")
    expect(page.get_by_role("columnheader", name="العربية")).to_be_visible()


def _room_translation(page: Page, hearing: Hearing) -> None:
    """The same in the panel, after the reader has tried another language."""
    _room(page, hearing)
    languages = page.get_by_role("group", name="Afsnit 3 på andre sprog")
    for language, own_name in (("tr", "Türkçe"), ("ar", "العربية")):
        languages.get_by_role("link", name=own_name).click()
        expect(page.locator(f"#panel .translated[lang={language}]")).to_be_visible()
    expect(page.locator("#panel h2")).to_be_focused()


def _closed(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/")
    expect(page.get_by_text("Høringsfristen er udløbet", exact=True)).to_be_visible()


def _closed_paragraph(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/punkt/4.3e/")
    expect(page.get_by_role("main")).to_contain_text("Høringsfristen er udløbet.")


# --- Following, and reporting -------------------------------------------------------------


def _follow_errors(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}foelg/")
    page.get_by_label("Din e-mail").fill("birthe")
    steps.button(page, "Følg").click()
    expect(steps.error_summary(page)).to_be_focused()


def _followed(page: Page, hearing: Hearing) -> None:
    """By the way the reading room shows."""
    _room(page, hearing)
    page.get_by_role("link", name="Følg høringen").first.click()
    page.get_by_label("Din e-mail").fill("birthe@post.example")
    steps.button(page, "Følg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tjek din mail")


def _subscription(page: Page, hearing: Hearing, step: str) -> None:
    """The pages behind the links in the mail: asked, follows, leaving, left."""
    at = timezone.now()
    found, _new = Subscription.objects.get_or_create(
        hearing=hearing, email="jens@post.example", defaults={"created_at": at}
    )
    found.confirmed_at = None if step == "asked" else at
    found.left_at = at if step == "left" else None
    found.save()
    leaves = step in ("leaving", "left")
    page.goto(found.leave_path if leaves else found.confirmation_path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _step(step: str) -> Opener:
    return lambda page, hearing: _subscription(page, hearing, step)


def _report(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    page.get_by_role("link", name=re.compile("^Anmeld bemærkningen fra")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmeld en bemærkning")


def _report_errors(page: Page, hearing: Hearing) -> None:
    _report(page, hearing)
    steps.button(page, "Send anmeldelse").click()
    expect(steps.error_summary(page)).to_be_focused()


def _reported(page: Page, hearing: Hearing) -> None:
    _report(page, hearing)
    page.get_by_label("Den chikanerer nogen").check()
    steps.button(page, "Send anmeldelse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tak, fordi du skrev")


def _report_hidden(page: Page, hearing: Hearing) -> None:
    hidden = hearing.comments.filter(state="hidden").first()
    assert hidden is not None
    page.goto(f"{steps.ROOM}bemaerkning/{hidden.pk}/anmeld/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bemærkningen er skjult")


def _chosen(page: Page, hearing: Hearing) -> None:
    """The panel with comments in another order, of one stance."""
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel = steps.panel_of(page)
    panel.get_by_text("Sortér og vælg").click()
    panel.get_by_label("Rækkefølge").select_option("flest")
    panel.get_by_label("Holdning", exact=True).select_option("support")
    steps.button(panel, "Vis").click()
    expect(panel.get_by_text("Viser 5 af 17 bemærkninger.")).to_be_visible()


def _found(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}svar/")
    page.get_by_label("Søg i høringssvarene").fill("foreningerne")
    steps.button(page, "Søg").click()
    expect(page.locator("mark").first).to_be_visible()


def _in_another_phase(title: str, **fields: Any) -> Opener:
    """The room of a hearing of the same policy that nobody has answered."""

    def opened(page: Page, hearing: Hearing) -> None:
        slug = slugify(title)
        if not Hearing.objects.filter(slug=slug).exists():
            make_hearing(slug=slug, title=title, version=hearing.version, **fields)
        page.goto(f"/hoeringer/{slug}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)

    return opened


def _days(days: int) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=days)


PUBLIC = {
    "follow": Kind(_at(f"{steps.ROOM}foelg/")),
    "follow-english": Kind(_at(f"/en{steps.ROOM}foelg/")),
    "follow-errors": Kind(_follow_errors, (422,)),
    "followed": Kind(_followed),
    "follow-confirm": Kind(_step("asked")),
    "follow-confirmed": Kind(_step("follows")),
    "follow-leave": Kind(_step("leaving")),
    "follow-left": Kind(_step("left")),
    "report": Kind(_report),
    "report-errors": Kind(_report_errors, (422,)),
    "reported": Kind(_reported),
    "report-of-hidden": Kind(_report_hidden),
    "hearings": Kind(_at("/")),
    "room": Kind(_room),
    "room-reading": Kind(_reading, scripted=True),
    "paragraph": Kind(_at(f"{steps.ROOM}punkt/4.3e/")),
    "general": Kind(_general),
    "translation": Kind(_translation),
    "translation-english": Kind(_at(f"/en{steps.ROOM}afsnit/2/da-let/")),
    "room-translation": Kind(_room_translation, scripted=True),
    "room-english": Kind(_at(f"/en{steps.ROOM}")),
    "paragraph-english": Kind(_at(f"/en{steps.ROOM}punkt/4.3e/")),
    "closed-room": Kind(_closed),
    "closed-paragraph": Kind(_closed_paragraph),
    "unanswered-room": Kind(_in_another_phase("Ubesvaret")),
    "planned-room": Kind(_in_another_phase("Planlagt", opens_at=_days(3), closes_at=_days(30))),
    "adopted-room": Kind(
        _in_another_phase(
            "Vedtaget", opens_at=_days(-60), closes_at=_days(-30), adopted_at=_days(-1)
        )
    ),
    "room-chosen": Kind(_chosen, scripted=True),
    "paragraph-chosen": Kind(_at(f"{steps.ROOM}punkt/4.3e/?orden=flest&holdning=support")),
    "responses": Kind(_at(f"{steps.ROOM}svar/")),
    "responses-found": Kind(_found),
    "responses-not-found": Kind(_at(f"{steps.ROOM}svar/?soeg=hestevogn&som=board")),
    "response": Kind(_at(f"{steps.ROOM}svar/2/")),
    "response-answered": Kind(_at(f"/hoeringer/{EARLIER_SLUG}/svar/1/")),
    "how": Kind(_at("/saadan-foregaar-en-hoering/")),
    "privacy": Kind(_at("/privatliv/")),
    "accessibility": Kind(_at("/was/")),
    "contact-english": Kind(_at("/en/kontakt/")),
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


def _review_unfinished(page: Page, hearing: Hearing) -> None:
    """Beside the letter: what saved itself, a general comment from another window, and text that
    only this browser has."""
    _review(page, hearing)
    draft = Draft.objects.filter(hearing=hearing).latest("pk")
    draft.comments.filter(paragraph__ref="4.3e").update(finished=False)
    Draft.objects.filter(pk=draft.pk).update(
        set_aside="Tak for et godt forslag.", general="Kære kommune"
    )
    left = [["body", "Aldrig gemt."], ["tab", "x"], ["step", "1"]]
    page.evaluate(
        "left => localStorage.setItem('ordet medborgerpolitik 1.2 x', JSON.stringify(left))", left
    )
    page.goto(steps.REVIEW)
    expect(page.get_by_role("region", name="Ikke færdig")).to_be_visible()
    expect(page.get_by_role("region", name="Fra et andet vindue")).to_be_visible()
    expect(page.get_by_text("Aldrig gemt.")).to_be_visible()


def _review_sent(page: Page, hearing: Hearing) -> None:
    """Back from the receipt."""
    _review(page, hearing)
    steps.fill_sender(page, name="Ole Vang", email="ole@post.example")
    steps.send(page)
    expect(page.get_by_role("heading", name="Sidder du ved en fælles computer?")).to_be_visible()
    page.goto(steps.REVIEW)
    expect(page.get_by_text("Du har sendt svar nr.")).to_be_visible()


def _just_sent(page: Page, hearing: Hearing) -> None:
    _review_sent(page, hearing)
    page.get_by_role("link", name="Se din kvittering").click()
    expect(page.get_by_role("heading", name="Sidder du ved en fælles computer?")).to_be_visible()


def _found(page: Page, hearing: Hearing) -> None:
    """Text that this browser kept, and the changes to a wording as she types it."""
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    left = [["body", "Aldrig gemt."], ["tab", "x"], ["step", "1"]]
    page.evaluate(
        "left => localStorage.setItem('ordet medborgerpolitik 4.3e x', JSON.stringify(left))", left
    )
    page.reload()
    expect(page.get_by_text("Aldrig gemt.")).to_be_visible()
    steps.fill_comment(page, body="Ja.", wording="Vi har en forening.")
    expect(page.locator("form ins").first).to_be_visible()


def _late_form(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    page.evaluate("document.dispatchEvent(new Event('late'))")
    expect(page.get_by_role("alert")).to_contain_text("Høringsfristen er udløbet.")


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


def _attachments(page: Page, hearing: Hearing) -> None:
    """Two files, one of them taken out."""
    page.goto(f"{steps.REVIEW}bilag/")
    steps.attach(page, ("Brev fra foreningen.pdf", files.PDF), ("billede.png", files.PNG))
    steps.button(page, "Fjern billede.png").click()
    expect(page.get_by_text("billede.png er fjernet.")).to_be_visible()


def _attachments_errors(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.REVIEW}bilag/")
    steps.attach(page, ("virus.exe", b"MZ"), ("brev.odt", files.odt()))
    expect(steps.error_summary(page)).to_be_focused()
    expect(page.get_by_role("link", name="brev.odt")).to_be_visible()


def _review_attachments(page: Page, hearing: Hearing) -> None:
    _attachments(page, hearing)
    page.get_by_role("link", name="Tilbage til dit høringssvar").click()
    expect(page.get_by_role("region", name="Bilag")).to_contain_text("Brev fra foreningen.pdf")


def _sent(hearing: Hearing) -> Comment:
    """A published comment of a response of several."""
    return hearing.comments.filter(state="published", response__comments__state="pending").first()  # type: ignore[return-value]


def _hers(name: str, hearing: Hearing, *about: object) -> str:
    """A page about a response that was sent."""
    return reverse(f"responses:{name}", args=[_sent(hearing).response.code, *about])


def _choose(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("choose", hearing))
    expect(page.get_by_role("link", name=re.compile("^4.3 e"))).to_be_visible()


def _add_errors(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("add-general", hearing))
    steps.add(page)
    expect(steps.error_summary(page)).to_be_focused()


def _correct(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("correct", hearing, _sent(hearing).pk))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ret din")


def _correct_warned(page: Page, hearing: Hearing) -> None:
    _correct(page, hearing)
    steps.body_field(page).fill("Ring på 26 14 88 90.")
    steps.button(page, "Gem rettelsen").click()
    expect(page.get_by_role("alert")).to_contain_text("»26 14 88 90«")


def _correct_meanwhile(page: Page, hearing: Hearing) -> None:
    """Corrected in another window while this one was open."""
    comment = _sent(hearing)
    page.goto(_hers("correct", hearing, comment.pk))
    correct_comment(comment, {"body": "Fra det andet vindue."}, by=None, at=timezone.now())
    steps.body_field(page).fill("Fra dette vindue.")
    steps.button(page, "Gem rettelsen").click()
    expect(page.get_by_text("Du har rettet bemærkningen i et andet vindue.")).to_be_visible()


def _correct_too_late(page: Page, hearing: Hearing) -> None:
    """The form was open when the hearing closed."""
    closed = Comment.objects.filter(response__hearing__slug=EARLIER_SLUG).first()
    assert closed is not None
    page.goto(reverse("responses:add-general", args=[_sent(hearing).response.code]))
    page.get_by_role("main").locator("form").evaluate(
        "(form, action) => { form.action = action }",
        reverse("responses:add-general", args=[closed.response.code]),
    )
    steps.body_field(page).fill("Det her må ikke blive væk.")
    steps.add(page)
    expect(steps.button(page, "Begynd et nyt høringssvar med teksten")).to_be_visible()


def _sent_attachments(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("sent-attachments", hearing))
    steps.attach(page, ("Glemt brev.pdf", files.PDF + b"glemt"))
    expect(page.get_by_role("link", name="Træk tilbage Glemt brev.pdf")).to_be_visible()


def _withdraw_file(page: Page, hearing: Hearing) -> None:
    _sent_attachments(page, hearing)
    page.get_by_role("link", name="Træk tilbage Glemt brev.pdf").click()
    expect(steps.button(page, "Ja, træk filen tilbage")).to_be_visible()


def _withdraw(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("withdraw", hearing, _sent(hearing).pk))
    expect(steps.button(page, "Ja, træk bemærkningen tilbage")).to_be_visible()


def _withdraw_all(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("withdraw-all", hearing))
    expect(steps.button(page, "Ja, træk mit høringssvar tilbage")).to_be_visible()


def _receipt_with_history(page: Page, hearing: Hearing) -> None:
    """One comment corrected, one withdrawn, and a file."""
    comment = _sent(hearing)
    response = comment.response
    others = response.comments.standing().exclude(pk=comment.pk)
    correct_comment(comment, {"body": "Sådan mener jeg det."}, by=None, at=timezone.now())
    withdraw_comment(others[0], by=None, at=timezone.now())
    make_attachment(response)
    page.goto(response.get_absolute_url())
    page.get_by_text("Det skrev du før").first.click()
    expect(page.get_by_text("Trukket tilbage")).to_be_visible()
    expect(page.get_by_role("link", name="Brev.pdf", exact=True)).to_be_visible()


def _receipt_withdrawn(page: Page, hearing: Hearing) -> None:
    response = _sent(hearing).response
    withdraw_response(response, by=None, at=timezone.now())
    page.goto(response.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Du har trukket")


def _closed_change(page: Page, hearing: Hearing) -> None:
    closed = Response.objects.filter(hearing__slug=EARLIER_SLUG).first()
    assert closed is not None
    page.goto(reverse("responses:choose", args=[closed.code]))
    expect(page.get_by_text("så dit svar kan ikke ændres mere")).to_be_visible()


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
    "review-unfinished": Kind(_review_unfinished),
    "review-sent": Kind(_review_sent),
    "receipt-just-sent": Kind(_just_sent),
    "paragraph-found": Kind(_found, scripted=True),
    "paragraph-late": Kind(_late_form, scripted=True),
    "edit": Kind(_edit),
    "attachments-empty": Kind(_at(f"{steps.REVIEW}bilag/")),
    "attachments": Kind(_attachments),
    "attachments-errors": Kind(_attachments_errors, (422,)),
    "review-attachments": Kind(_review_attachments),
    "choose": Kind(_choose),
    "choose-too-late": Kind(_closed_change),
    "add-errors": Kind(_add_errors, (422,)),
    "correct": Kind(_correct),
    "correct-warned": Kind(_correct_warned, (422,)),
    "correct-too-late": Kind(_correct_too_late, (403,)),
    "sent-attachments": Kind(_sent_attachments),
    "withdraw-file": Kind(_withdraw_file),
    "withdraw": Kind(_withdraw),
    "withdraw-all": Kind(_withdraw_all),
    "receipt": Kind(_receipt),
    "late-receipt": Kind(_late_receipt),
    "confirm": Kind(_confirm),
    "confirmed": Kind(_confirmed),
    "try-again": Kind(_try_again, (503,)),
    # These change what the others look at.
    "correct-meanwhile": Kind(_correct_meanwhile, (409,)),
    "receipt-with-history": Kind(_receipt_with_history),
    "receipt-withdrawn": Kind(_receipt_withdrawn),
}


# --- A citizen who signs in, and hearings that ask for it ---------------------------------


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


def _code(page: Page, hearing: Hearing) -> None:
    steps.ask_for_code(page, "nogen@post.example")


def _code_errors(page: Page, hearing: Hearing) -> None:
    _code(page, hearing)
    page.get_by_label("Koden fra mailen").fill("intet")
    steps.button(page, "Log ind").click()
    expect(steps.error_summary(page)).to_be_focused()


def _sign_in_errors(page: Page, hearing: Hearing) -> None:
    page.goto(steps.SIGN_IN)
    steps.button(page, "Send mig en kode").click()
    expect(steps.error_summary(page)).to_be_focused()


def _mine(page: Page, hearing: Hearing) -> None:
    """A draft, and responses that came from her address."""
    user = User.objects.get(email=steps.CITIZEN)
    user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": True})
    hearing.responses.filter(number__in=(1, 2)).update(email=user.email)
    carry_session(page, user.email)
    page.goto(steps.REVIEW)
    _post_comment(page, "1.1", body="Ja.")
    page.goto(steps.MINE)
    expect(page.get_by_role("region", name="Ikke sendt endnu")).to_be_visible()
    expect(page.get_by_role("region", name="Sendt").get_by_role("listitem").nth(1)).to_be_visible()


def _asking(address: str, identity: str = "login") -> Opener:
    """The earlier hearing, which takes late responses, asks for a sign-in."""

    def opened(page: Page, hearing: Hearing) -> None:
        Hearing.objects.filter(slug=EARLIER_SLUG).update(identity=identity)
        page.goto(f"/hoeringer/{EARLIER_SLUG}/{address}")
        expect(page.get_by_role("main")).to_contain_text("skal du logge ind")

    return opened


SIGNING_IN = {
    "sign-in": Kind(_at(steps.SIGN_IN)),
    "sign-in-english": Kind(_at(f"/en{steps.SIGN_IN}")),
    "sign-in-errors": Kind(_sign_in_errors),
    "code": Kind(_code),
    "code-errors": Kind(_code_errors),
    "signed-in": Kind(
        lambda page, hearing: _signed_in(steps.SIGN_IN, steps.CITIZEN)(page, hearing)
    ),
    "mine-empty": Kind(lambda page, hearing: _signed_in(steps.MINE, steps.CITIZEN)(page, hearing)),
    "mine": Kind(_mine),
    "asking-room": Kind(_asking("")),
    "asking-paragraph": Kind(_asking("punkt/4.3e/")),
    "asking-review": Kind(_asking("mit-svar/")),
    "asking-without-broker": Kind(_asking("mit-svar/", "mitid")),
}


# --- Sign-in and the desk -----------------------------------------------------------------


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


def _translating_errors(page: Page, hearing: Hearing) -> None:
    carry_session(page, steps.CASEWORKER)
    page.goto(f"{steps.DESK}medborgerpolitik/oversaettelser/1/da-let/")
    steps.button(page, "Gem og vis").click()
    expect(steps.error_summary(page)).to_be_focused()


def _case_corrected(page: Page, hearing: Hearing) -> None:
    """A correction beside the earlier wording, with a file of the same response."""
    comment = _sent(hearing)
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
    administrator = User.objects.get(email="administrator@ishoej.example")
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


STAFF = {
    "login": Kind(_at("/konto/medarbejder/")),
    "login-errors": Kind(_login_errors),
    "reset": Kind(_at("/konto/glemt/")),
    "reset-sent": Kind(_reset_sent),
    "password": Kind(_signed_in("/konto/adgangskode/")),
    "logout": Kind(_signed_in("/konto/log-ud/")),
    "desk": Kind(_signed_in(steps.DESK)),
    "queue": Kind(_signed_in(steps.QUEUE)),
    "queue-published": Kind(_signed_in(f"{steps.QUEUE}?vis=offentliggjort")),
    "queue-reported-none": Kind(_signed_in(f"{steps.DESK}{EARLIER_SLUG}/gennemgang/?vis=anmeldt")),
    "queue-reported": Kind(_queue_reported),
    "queue-hidden": Kind(_signed_in(f"{steps.QUEUE}?vis=skjult")),
    "queue-empty": Kind(_signed_in(f"{steps.DESK}{EARLIER_SLUG}/gennemgang/")),
    "case": Kind(lambda page, hearing: _case(page, hearing) and None),
    "case-hiding": Kind(_case_hiding),
    "case-errors": Kind(_case_errors, (422,)),
    "case-decided-meanwhile": Kind(_decided_meanwhile, (409,)),
    "translations": Kind(_signed_in(f"{steps.DESK}medborgerpolitik/oversaettelser/")),
    "translation-preview": Kind(_translating),
    "translation-errors": Kind(_translating_errors, (422,)),
    "case-corrected": Kind(_case_corrected),
    "case-taken-back-meanwhile": Kind(_taken_back_meanwhile, (409,)),
    "queue-taken-back": Kind(_signed_in(f"{steps.QUEUE}?vis=rettet")),
    "export": Kind(_signed_in(steps.EXPORT)),
    "pages": Kind(_signed_in("/sagsbehandling/sider/")),
    "page": Kind(_writing_page, scripted=True),
    "page-errors": Kind(_page_refused, (422,)),
    "page-changed-meanwhile": Kind(_page_changed_meanwhile, (409,), scripted=True),
    "403": Kind(_signed_in(steps.DESK, "byraad@ishoej.example"), (403,)),
}
