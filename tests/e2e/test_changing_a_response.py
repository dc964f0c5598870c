"""A letter with a file, and what its sender does to it by the link in her mail: without JavaScript,
on a phone, and on another device than the one she wrote it on."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from consultation.models import Hearing, Response
from tests import files
from tests.e2e import steps
from tests.e2e.checks import NARROW, set_width
from tests.e2e.console import Console
from tests.e2e.mailbox import Mailbox


def test_by_the_link_in_her_mail(
    new_context: Callable[..., BrowserContext],
    demo: Hearing,
    mailbox: Mailbox,
    console: Console,
    tmp_path: Path,
) -> None:
    console.allow_status(422)  # a file that may not be attached
    written_on, other = (
        new_context(java_script_enabled=False).new_page() for _device in ("phone", "another")
    )
    for page in (written_on, other):
        set_width(page, NARROW)
    number = demo.responses.count() + 1
    _write_and_send(written_on, number)
    response = demo.responses.get(number=number)

    other.goto(_link_in_the_mail(mailbox, response))
    _download(other, tmp_path)
    _correct(other)
    _add(other)
    _withdraw_general(other)
    _withdraw_all(other, number)
    _check_mails(mailbox, number)


def _write_and_send(page: Page, number: int) -> None:
    page.goto(steps.ROOM)
    steps.write_on_page(page, "4.3 e", body="Giv de unge lokaler.")
    page.get_by_label("Dit navn").fill("Ida Holm")
    page.get_by_label("Generel bemærkning").fill("Tak for et godt forslag.")
    steps.button(page, "Vedhæft filer").click()
    steps.attach(page, ("foto.exe", b"MZ"), ("Brev fra foreningen.docx", files.PDF))
    refused = steps.error_summary(page)
    expect(refused).to_contain_text("»foto.exe« kan ikke vedhæftes. Du kan vedhæfte PDF")
    expect(page.get_by_role("link", name="Brev fra foreningen.pdf")).to_be_visible()
    page.get_by_role("link", name="Tilbage til dit høringssvar").click()
    # Nothing she wrote is lost on the way to the files and back.
    expect(page.get_by_label("Dit navn")).to_have_value("Ida Holm")
    expect(page.get_by_label("Generel bemærkning")).to_have_value("Tak for et godt forslag.")
    page.get_by_label("Din e-mail").fill("ida@post.example")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"nummer {number}")


def _link_in_the_mail(mailbox: Mailbox, response: Response) -> str:
    mailbox.deliver()
    (mail,) = mailbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    links = re.findall(r"https?://\S+", body.get_content())
    (receipt,) = [link for link in links if link.endswith(response.get_absolute_url())]
    return str(receipt)


def _download(page: Page, folder: Path) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name="Brev fra foreningen.pdf").click()
    assert started.value.suggested_filename == "Brev fra foreningen.pdf"
    started.value.save_as(folder / "brev")
    assert (folder / "brev").read_bytes() == files.PDF


def _correct(page: Page) -> None:
    page.get_by_role("link", name="Ret bemærkningen til 4.3 e", exact=True).click()
    steps.body_field(page).fill("Giv de unge lokaler, der er åbne.")
    steps.button(page, "Gem rettelsen").click()
    expect(page.get_by_role("status")).to_contain_text("Det er gemt.")
    expect(page.get_by_text("Giv de unge lokaler, der er åbne.")).to_be_visible()
    page.get_by_text("Det skrev du før").click()
    expect(page.get_by_text("Giv de unge lokaler.", exact=True)).to_be_visible()


def _add(page: Page) -> None:
    page.get_by_role("link", name="Tilføj en bemærkning").click()
    page.get_by_role("link", name=re.compile("^2.5 a ")).click()
    steps.fill_comment(page, body="Også dem uden arbejde.", stance="Støtter")
    steps.add(page)
    expect(page.get_by_text("Også dem uden arbejde.")).to_be_visible()


def _withdraw_general(page: Page) -> None:
    page.get_by_role("link", name="Træk tilbage den generelle bemærkning").click()
    expect(page.get_by_text("Tak for et godt forslag.")).to_be_visible()
    steps.button(page, "Ja, træk bemærkningen tilbage").click()
    expect(page.get_by_text("Trukket tilbage", exact=True)).to_be_visible()


def _withdraw_all(page: Page, number: int) -> None:
    page.get_by_role("link", name="Træk hele svaret tilbage").click()
    steps.button(page, "Ja, træk mit høringssvar tilbage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"Du har trukket høringssvar nr. {number} tilbage"
    )
    expect(page.get_by_role("link", name="Ret", exact=False)).to_have_count(0)


def _check_mails(mailbox: Mailbox, number: int) -> None:
    mailbox.deliver()
    assert [str(mail["Subject"]).strip() for mail in mailbox.mails[1:]] == [
        f"Kvittering: Du har rettet dit høringssvar nr. {number}",
        f"Kvittering: Du har føjet til dit høringssvar nr. {number}",
        f"Kvittering: Du har trukket en bemærkning tilbage i dit høringssvar nr. {number}",
        f"Kvittering: Du har trukket dit høringssvar nr. {number} tilbage",
    ]
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 5
