"""The whole way of two comments: written, sent, receipted, reviewed, read and taken home.

With JavaScript on a desk and on a phone, and without it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Locator, Page, expect

from consultation import emails
from consultation.models import Hearing, Response
from tests.e2e import steps
from tests.e2e.checks import set_width
from tests.e2e.console import Console
from tests.e2e.mailbox import Mailbox

NAME, EMAIL = "Amalie Thorsager", "amalie@post.example"
PRAISE = "Vi er flere end foreningerne, og det skal stå her."
PRIVATE = "Ring til min nabo Kirsten på 26 14 88 90, hun har CPR 010190-1234."
WORDS = (
    "Vi har et stærkt foreningsliv, der bidrager til inkluderende, nærværende og lærerige "
    "fællesskaber"
)
WORDING = WORDS.replace("foreningsliv", "forenings- og hverdagsliv")
REASON = "Oplysninger om andre personer"


@dataclass(frozen=True)
class Way:
    """How somebody looks at the site."""

    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.width}px{'' if self.scripts else '-no-scripts'}"


WAYS = (Way(1440, True), Way(390, True), Way(1440, False))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_from_the_front_page_to_the_councils_file(
    way: Way,
    new_context: Callable[..., BrowserContext],
    demo: Hearing,
    mailbox: Mailbox,
    console: Console,
    tmp_path: Path,
) -> None:
    console.allow_status(422)  # she sends without her name
    citizen, staff = (_open_page(new_context, way) for _person in "ab")
    number = demo.responses.count() + 1

    _find_the_hearing(citizen)
    _write(citizen, way)
    _send(citizen, number)
    response = demo.responses.get(number=number)

    _confirm(citizen, _receipt_mail(mailbox, response), response)

    steps.go_to_desk(staff)
    _find_her_comments(staff, number)
    _hide(staff, way, number)
    _publish(staff, way, number)

    _read(citizen, way)

    _check_rows(_workbook(_download(staff, "Hent som Excel", tmp_path)), number)
    _check_rows(_csv(_download(staff, "Hent som CSV", tmp_path)), number)


def _open_page(new_context: Callable[..., BrowserContext], way: Way) -> Page:
    page = new_context(java_script_enabled=way.scripts).new_page()
    set_width(page, way.width)
    return page


# --- The citizen --------------------------------------------------------------------------


def _find_the_hearing(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Ishøjs Medborgerpolitik", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ishøjs Medborgerpolitik")


def _write(page: Page, way: Way) -> None:
    first: dict[str, str] = {"stance": "Støtter med ændring", "body": PRAISE, "wording": WORDING}
    second: dict[str, str] = {"stance": "Imod", "body": PRIVATE}
    if not way.scripts:
        steps.write_on_page(page, "4.3 e", **first)
        page.get_by_role("link", name="Skriv til flere punkter").click()
        steps.write_on_page(page, "2.5 a", **second)
        return
    steps.write_in_panel(page, "4.3 e", **first)
    assert steps.path_of(page) == steps.ROOM
    bar = page.get_by_role("complementary", name="Dit høringssvar")
    expect(bar).to_contain_text("1 bemærkning")
    steps.button(steps.panel_of(page), "Læs videre").click()
    expect(steps.panel_of(page)).to_be_hidden()
    expect(steps.write_link(page, "4.3 e")).to_be_focused()
    steps.write_in_panel(page, "2.5 a", **second)
    assert steps.path_of(page) == steps.ROOM
    expect(bar).to_contain_text("2 bemærkninger")
    bar.get_by_role("link", name="Gennemse og send").click()


def _send(page: Page, number: int) -> None:
    warnings = page.get_by_role("region", name="Se lige på det her, før du sender")
    expect(warnings).to_contain_text("Muligt CPR-nummer: »010190-1234«")
    expect(warnings).to_contain_text("Muligt telefonnummer: »26 14 88 90«")
    steps.send(page)
    expect(steps.error_summary(page)).to_be_focused()
    steps.error_summary(page).get_by_role("link", name="Skriv dit navn.").click()
    expect(page.get_by_label("Dit navn")).to_be_focused()
    steps.fill_sender(page, name=NAME, email=EMAIL)
    steps.send(page)
    _check_receipt(page, number)


def _check_receipt(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Dit høringssvar har nummer {number}"
    )
    expect(page.get_by_role("main")).to_contain_text("Det var til tiden.")
    expect(page.get_by_text(PRAISE)).to_be_visible()
    expect(page.get_by_text(PRIVATE)).to_be_visible()
    expect(page.locator("ins")).to_have_text("Tilføjet: forenings- og hverdagsliv")


def _receipt_mail(mailbox: Mailbox, response: Response) -> EmailMessage:
    """The one mail; a task that runs a second time sends the same mail once more."""
    emails.send_receipt.enqueue(response.pk)
    mailbox.deliver()
    mail, again = mailbox.mails
    assert mail["Message-ID"] == again["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{40}@localhost>", mail["Message-ID"])
    assert mail["To"] == EMAIL
    # Django folds a long subject before its first word; mail readers drop the blank.
    subject = f"Kvittering: Vi har modtaget dit høringssvar nr. {response.number}"
    assert mail["Subject"].strip() == subject
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for text in _texts(mail):
        assert str(response.number) in text
        assert not any(hers in text for hers in (PRAISE, PRIVATE, "010190", "hverdagsliv"))
    return mail


def _texts(mail: EmailMessage) -> list[str]:
    return [str(part.get_content()) for part in mail.iter_parts()]  # type: ignore[attr-defined]


def _confirm(page: Page, mail: EmailMessage, response: Response) -> None:
    """The link in either text leads to a page; only its button confirms."""
    text, html = _texts(mail)
    link = re.search(r"^http\S+/bekraeft/\S+/(?=\r?$)", text, re.MULTILINE)
    assert link is not None
    assert f'href="{link[0]}"' in html
    page.goto(link[0])
    page.reload()
    response.refresh_from_db()
    assert response.email_confirmed_at is None
    steps.button(page, "Ja, bekræft min e-mail").click()
    expect(page.get_by_text(f"Du har bekræftet {EMAIL}.")).to_be_visible()
    response.refresh_from_db()
    assert response.email_confirmed_at is not None


def _read(page: Page, way: Way) -> None:
    """What everybody reads: her words with the change she proposes, and a tombstone."""
    said = _conversation(page, way, "4.3 e").filter(has_text=PRAISE)
    expect(said.get_by_role("heading")).to_have_text(NAME)
    expect(said.locator("del")).to_have_text("Slettet: foreningsliv")
    expect(said.locator("ins")).to_have_text("Tilføjet: forenings- og hverdagsliv")

    tombstone = _conversation(page, way, "2.5 a").first
    expect(tombstone.get_by_role("heading")).to_have_text("Skjult bemærkning")
    expect(tombstone).to_contain_text(f"Begrundelse: {REASON}.")
    own_page = page.request.get(f"{steps.ROOM}punkt/2.5a/").text()
    for source in (page.content(), own_page):
        assert "Skjult bemærkning" in source
        assert not any(hers in source for hers in (*PRIVATE.split(", "), "Kirsten", NAME, EMAIL))


def _conversation(page: Page, way: Way, ref: str) -> Locator:
    page.goto(steps.ROOM)
    steps.read_link(page, ref).click()
    place = steps.panel_of(page) if way.scripts else page.get_by_role("main")
    expect(place.get_by_role("heading", name=f"Punkt {ref}", exact=True)).to_be_visible()
    assert (steps.path_of(page) == steps.ROOM) == way.scripts
    return place.get_by_role("article")


# --- The caseworker -----------------------------------------------------------------------


def _find_her_comments(page: Page, number: int) -> None:
    """To the end of the queue, as it shows a part at a time; hers came last."""
    page.get_by_role("link", name="Gennemgang Ishøjs Medborgerpolitik").click()
    last = page.get_by_role("region", name="Kø").get_by_role("link").last
    while last.get_attribute("aria-current") is None:
        with page.expect_navigation():
            last.click()
    expect(steps.case_heading(page, "4.3 e")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"Høringssvar nr. {number}")


def _hide(page: Page, way: Way, number: int) -> None:
    """The comment before the last, with what was found in it marked."""
    if way.scripts:
        page.keyboard.press("k")
    else:
        page.get_by_role("listitem").filter(has_text="Punkt 2.5 a").get_by_role("link").click()
    expect(steps.case_heading(page, "2.5 a")).to_be_visible()
    expect(page.get_by_role("main").locator("mark")).to_have_text(["26 14 88 90", "010190-1234"])
    flags = page.get_by_role("region", name="Bemærkning", exact=False).locator(".findings")
    expect(flags).to_contain_text("Muligt CPR-nummer")
    expect(flags).to_contain_text("Muligt telefonnummer")
    chosen = page.get_by_role("radio", name=REASON)
    if way.scripts:
        page.keyboard.press("s")
        expect(page.get_by_role("radio", name="CPR-nummer")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(chosen).to_be_checked()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("radio", name="Skjul med begrundelse").check()
        chosen.check()
        steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("status")).to_contain_text(f"fra svar nr. {number} er skjult.")


def _publish(page: Page, way: Way, number: int) -> None:
    """The next one, which is 4.3e's."""
    expect(steps.case_heading(page, "4.3 e")).to_be_visible()
    expect(page.get_by_role("main").locator("mark")).to_have_count(0)
    if way.scripts:
        page.keyboard.press("o")
        expect(page.get_by_role("radio", name="Offentliggør")).to_be_checked()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("radio", name="Offentliggør").check()
        steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("status")).to_contain_text(f"fra svar nr. {number} er offentliggjort.")


# --- What leaves the house ----------------------------------------------------------------


def _download(page: Page, name: str, folder: Path) -> Path:
    page.goto(steps.QUEUE)
    page.get_by_role("link", name="Eksport", exact=True).click()
    with page.expect_download() as download:
        steps.button(page, name).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def _workbook(file: Path) -> Iterable[dict[str, str]]:
    """The rows by their headings, with the cell's colour as `Farve`."""
    assert file.suffix == ".xlsx"
    headings, *lines = load_workbook(file).active.iter_rows()  # type: ignore[union-attr]
    names = [str(cell.value) for cell in headings]
    return [
        dict(zip(names, (str(cell.value or "") for cell in line), strict=True))
        | {"Farve": str(line[0].fill.fgColor.rgb if line[0].fill.fill_type else "")}
        for line in lines
    ]


def _csv(file: Path) -> Iterable[dict[str, str]]:
    assert file.suffix == ".csv"
    return csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig")), delimiter=";")


def _check_rows(rows: Iterable[dict[str, str]], number: int) -> None:
    hers = {row["Punkt"]: row for row in rows if row["Svarnummer"] == str(number)}
    assert set(hers) == {"2.5a", "4.3e"}
    shown, hidden = hers["4.3e"], hers["2.5a"]
    assert shown["Punktets ordlyd"] == WORDS
    assert shown["Holdning"] == "Støtter med ændring"
    assert (shown["Bemærkning"], shown["Ny ordlyd"]) == (PRAISE, WORDING)
    assert (shown["Status"], shown["Begrundelse for at skjule"]) == ("Offentliggjort", "")
    assert (shown["Navn"], shown["E-mail bekræftet"], shown["For sent"]) == (NAME, "ja", "nej")
    assert (hidden["Bemærkning"], hidden["Ny ordlyd"]) == (PRIVATE, "")
    assert (hidden["Status"], hidden["Begrundelse for at skjule"]) == ("Skjult", REASON)
    assert "Farve" not in shown or hidden["Farve"] != shown["Farve"] == ""
    assert not any(EMAIL in cell for row in hers.values() for cell in row.values())
