"""A citizen who signs in, and hearings that ask for it."""

from playwright.sync_api import Page, expect

from accounts.models import User
from consultation.demo.build import EARLIER_SLUG
from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.kinds.kind import Kind, Opener, at, carry_session, post_comment, signed_in


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
    post_comment(page, "1.1", body="Ja.")
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
    "sign-in": Kind(at(steps.SIGN_IN)),
    "sign-in-english": Kind(at(f"/en{steps.SIGN_IN}")),
    "sign-in-errors": Kind(_sign_in_errors),
    "code": Kind(_code),
    "code-errors": Kind(_code_errors),
    "signed-in": Kind(lambda page, hearing: signed_in(steps.SIGN_IN, steps.CITIZEN)(page, hearing)),
    "mine-empty": Kind(lambda page, hearing: signed_in(steps.MINE, steps.CITIZEN)(page, hearing)),
    "mine": Kind(_mine),
    "asking-room": Kind(_asking("")),
    "asking-paragraph": Kind(_asking("punkt/4.3e/")),
    "asking-review": Kind(_asking("mit-svar/")),
    "asking-without-broker": Kind(_asking("mit-svar/", "mitid")),
}
