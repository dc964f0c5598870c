"""What she writes, up to her receipt."""

from playwright.sync_api import Page, expect

from consultation.models import Comment, Draft, Hearing, Response
from tests.e2e import steps
from tests.e2e.kinds.kind import Kind, at, drafts_out_of_reach, post_comment
from tests.e2e.kinds.reading import room


def _form(page: Page, hearing: Hearing) -> None:
    room(page, hearing)
    panel = steps.open_form(page, "4.3 e")
    steps.fill_comment(panel, body="Ja.", stance="Støtter", wording="Vi har en forening.")


def _form_errors(page: Page, hearing: Hearing) -> None:
    room(page, hearing)
    panel = steps.open_form(page, "4.3 e")
    steps.add(panel)
    expect(steps.error_summary(panel)).to_be_focused()


def _saved(page: Page, hearing: Hearing) -> None:
    room(page, hearing)
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
    post_comment(page, "1.1", body="Ring på 26 14 88 90.", stance="oppose")
    post_comment(page, "4.3e", body="Ja.", proposed_text="Alle er med.")
    post_comment(page, "2.5a", body="Nej.")
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


WRITING = {
    "panel-form": Kind(_form, scripted=True),
    "panel-errors": Kind(_form_errors, (422,), scripted=True),
    "panel-saved": Kind(_saved, scripted=True),
    "paragraph-errors": Kind(_page_errors, (422,)),
    "paragraph-wrong-choice": Kind(_wrong_choice, (422,)),
    "review-empty": Kind(at(steps.REVIEW)),
    "review": Kind(_review),
    "review-errors": Kind(_review_errors, (422,)),
    "review-unfinished": Kind(_review_unfinished),
    "review-sent": Kind(_review_sent),
    "receipt-just-sent": Kind(_just_sent),
    "paragraph-found": Kind(_found, scripted=True),
    "paragraph-late": Kind(_late_form, scripted=True),
    "edit": Kind(_edit),
    "receipt": Kind(_receipt),
    "late-receipt": Kind(_late_receipt),
    "confirm": Kind(_confirm),
    "confirmed": Kind(_confirmed),
    "try-again": Kind(_try_again, (503,)),
}
