"""What people do here, by the labels they see. Each step waits for what it leads to."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from consultation.demo.build import PASSWORD

ROOM = "/hoeringer/medborgerpolitik/"
REVIEW = f"{ROOM}mit-svar/"
DESK = "/sagsbehandling/"
QUEUE = f"{DESK}medborgerpolitik/gennemgang/"
EXPORT = f"{DESK}medborgerpolitik/eksport/"
SIGN_IN = "/konto/log-ind/"
MINE = "/konto/mine-svar/"
CITIZEN = "borger@ishoej.example"
CONTACT_PAGE = "/sagsbehandling/sider/contact/da/"
CASEWORKER = "sagsbehandler@ishoej.example"


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def write_link(page: Page, ref: str) -> Locator:
    """The link that opens the form for a paragraph, as a screen reader says it ("4.3 e")."""
    return page.get_by_role("link", name=f"Skriv bemærkning til punkt {ref}", exact=True)


def read_link(page: Page, ref: str) -> Locator:
    name = re.compile(rf"^\d+ bemærkning(er)? til punkt {re.escape(ref)}$")
    return page.get_by_role("link", name=name)


def panel_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Bemærkninger til det valgte punkt")


def open_form(page: Page, ref: str) -> Locator:
    """The form in the panel beside the text, ready for her words."""
    write_link(page, ref).click()
    expect(body_field(panel_of(page))).to_be_focused()
    return panel_of(page)


def body_field(place: Page | Locator) -> Locator:
    return place.get_by_role("textbox", name="Hvad vil du sige?")


def fill_comment(
    place: Page | Locator, *, body: str = "", stance: str = "", wording: str = ""
) -> None:
    if stance:
        stances = place.get_by_role("group", name="Din holdning")
        stances.get_by_text(stance, exact=True).click()
        expect(stances.get_by_role("radio", name=stance, exact=True)).to_be_checked()
    body_field(place).fill(body)
    if wording:
        place.locator("summary", has_text="Foreslå ny ordlyd").click()
        place.get_by_role("textbox", name="Foreslå ny ordlyd").fill(wording)


def add(place: Page | Locator) -> None:
    button(place, "Føj til mit høringssvar").click()


def write_in_panel(page: Page, ref: str, **comment: str) -> None:
    panel = open_form(page, ref)
    fill_comment(panel, **comment)
    add(panel)
    saved = panel.get_by_role("heading", name=f"Din bemærkning til {ref} er gemt")
    expect(saved).to_be_focused()


def write_on_page(page: Page, ref: str, **comment: str) -> None:
    """The same without JavaScript: the paragraph's own page, and on to the draft."""
    write_link(page, ref).click()
    fill_comment(page, **comment)
    add(page)
    expect(page.get_by_role("heading", name=f"Til punkt {ref}", exact=True)).to_be_visible()


def error_summary(page: Page | Locator) -> Locator:
    return page.get_by_role("alert").filter(has_text="Ret dette, og prøv igen")


def fill_sender(page: Page, *, name: str, email: str) -> None:
    page.get_by_label("Dit navn").fill(name)
    page.get_by_label("Din e-mail").fill(email)


def send(page: Page) -> None:
    button(page, "Send høringssvar").click()


def sign_in(page: Page, email: str = CASEWORKER, password: str = PASSWORD) -> None:
    """Sign in on whichever page asked for it."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Adgangskode").fill(password)
    button(page, "Log ind").click()
    expect(page.get_by_role("button", name="Log ud")).to_be_visible()


def ask_for_code(page: Page, email: str) -> None:
    """From whichever page of sign-in she is on, or the sign-in itself."""
    if path_of(page) != SIGN_IN:
        page.goto(SIGN_IN)
    page.get_by_label("Din e-mail").fill(email)
    button(page, "Send mig en kode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv koden")


def go_to_desk(page: Page) -> None:
    page.goto(DESK)
    sign_in(page)
    expect(page.get_by_role("heading", name="Sagsbehandling", exact=True)).to_be_visible()


def case_heading(page: Page, ref: str) -> Locator:
    name = re.compile(rf"^Bemærkning \d+ til punkt {re.escape(ref)}$")
    return page.get_by_role("heading", name=name)


def attach(page: Page, *named: tuple[str, bytes]) -> None:
    """Choose files on the attachments' page, and attach them."""
    files = [{"name": name, "mimeType": "", "buffer": content} for name, content in named]
    page.get_by_label("Vælg filer").set_input_files(files)  # type: ignore[arg-type]
    button(page, "Vedhæft").click()
