"""A hearing that asks for a login says so first, lets anybody write, and holds to it."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.who import NOBODY, Who
from consultation.models import Draft, Hearing, Response
from consultation.responses import actions
from tests.broker import YASEMIN, Broker
from tests.consultation.responses.test_sending import FIELDS
from tests.factories import make_hearing

pytestmark = pytest.mark.django_db

LOGIN, MITID = Hearing.Identity.LOGIN, Hearing.Identity.MITID
ASKS = "For at sende et svar til denne høring skal du logge ind"


def asking(identity: str, **fields: Any) -> Hearing:
    return make_hearing(identity=identity, **fields)


def addresses(hearing: Hearing) -> dict[str, str]:
    paragraph = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    return {
        "room": reverse("hearings:room", args=[hearing.slug]),
        "paragraph": paragraph,
        "panel": f"{paragraph}?vis=panel",
        "review": reverse("responses:review", args=[hearing.slug]),
    }


def send(client: Client, hearing: Hearing, **fields: str) -> Any:
    written = {"do": "send", "general": "Ja.", "name": "Yasemin", "respondent_type": "citizen"}
    return client.post(addresses(hearing)["review"], {**written, **fields})


@pytest.mark.parametrize("place", ["room", "paragraph", "panel", "review"])
def test_it_is_said_before_she_writes(place: str, citizen: Client, broker: Broker) -> None:
    for identity, how in ((LOGIN, "logge ind."), (MITID, "logge ind med MitID.")):
        hearing = asking(identity, slug=f"en-{identity}")
        page = citizen.get(addresses(hearing)[place]).content.decode()
        said = page.index(f"For at sende et svar til denne høring skal du {how}")
        assert said < page.index("<form" if "<form" in page else "</main>")


@pytest.mark.parametrize("place", ["room", "paragraph", "panel", "review"])
def test_and_nowhere_else(place: str, hearing: Hearing, citizen: Client) -> None:
    assert ASKS not in citizen.get(addresses(hearing)[place]).content.decode()


@pytest.mark.parametrize("place", ["room", "paragraph", "panel"])
def test_it_is_said_to_everybody_in_the_same_bytes(
    place: str, citizen: Client, as_stranger: Client, as_caseworker: Client
) -> None:
    address = addresses(asking(LOGIN))[place]
    answers = [client.get(address) for client in (citizen, as_stranger, as_caseworker)]
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert {answer.headers.get("Vary") for answer in answers} <= {None, "Accept-Encoding"}


def test_the_link_leads_back_to_where_she_was(citizen: Client) -> None:
    hearing = asking(LOGIN)
    at = addresses(hearing)
    for place, back in (
        ("room", at["room"]),
        ("paragraph", at["paragraph"]),
        ("panel", f"{at['room']}%23punkt-1.1"),
    ):
        page = citizen.get(at[place]).content.decode()
        assert f'href="/konto/log-ind/?next={back}"' in page
    page = citizen.get(f"/en{at['paragraph']}").content.decode()
    assert f'href="/en/konto/log-ind/?next=/en{at["paragraph"]}"' in page


def test_she_may_write_but_not_send(citizen: Client) -> None:
    """The form has no button for it; one who posts all the same keeps her text."""
    hearing = asking(LOGIN)
    at = addresses(hearing)
    assert citizen.post(at["paragraph"], {"body": "Ja."}).status_code == 302
    page = citizen.get(at["review"]).content.decode()
    assert "Log ind for at sende" in page
    assert "Send høringssvar" not in page
    answer = send(citizen, hearing, general="Min lange tekst.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Det, du har skrevet, er gemt." in page
    assert "Min lange tekst." in page
    assert Draft.objects.get().general == "Min lange tekst."
    assert not Response.objects.exists()


def test_signed_in_she_sends(as_stranger: Client, stranger: User) -> None:
    hearing = asking(LOGIN)
    assert "Send høringssvar" in as_stranger.get(addresses(hearing)["review"]).content.decode()
    assert send(as_stranger, hearing).status_code == 302
    assert Response.objects.get().sender == stranger


def test_a_login_is_not_mitid(as_stranger: Client, broker: Broker) -> None:
    """She is asked to sign in once more, where the button for it is."""
    hearing = asking(MITID)
    assert "Log ind for at sende" in as_stranger.get(addresses(hearing)["review"]).content.decode()
    assert send(as_stranger, hearing).status_code == 422
    answer = send(as_stranger, hearing, do="sign_in")
    assert answer.headers["Location"].endswith("&med=mitid")
    page = as_stranger.get(answer.headers["Location"]).content.decode()
    assert "Du er logget ind som fremmed." in page
    assert "Log ind med MitID" in page
    assert f'name="next" value="{addresses(hearing)["review"]}"' in page


def test_where_a_code_would_not_do_none_is_offered(citizen: Client, broker: Broker) -> None:
    hearing = asking(MITID)
    to = f"/konto/log-ind/?next={addresses(hearing)['room']}"
    assert f'href="{to}&amp;med=mitid"' in citizen.get(addresses(hearing)["room"]).content.decode()
    page = citizen.get(f"{to}&med=mitid").content.decode()
    assert "Høringen beder dig om at logge ind med MitID" in page
    assert "Send mig en kode" not in page
    assert "Send mig en kode" in citizen.get(to).content.decode()


def test_with_mitid_she_sends(citizen: Client, broker: Broker) -> None:
    hearing = asking(MITID)
    citizen.post(addresses(hearing)["paragraph"], {"body": "Skrevet før login."})
    off_to = citizen.post(
        reverse("openid_connect_login"), {"next": addresses(hearing)["review"]}
    ).headers["Location"]
    back = citizen.get(broker.back(off_to, YASEMIN)).headers["Location"]
    page = citizen.get(back).content.decode()
    assert "Skrevet før login." in page
    assert 'value="Yasemin Kaya"' in page
    assert send(citizen, hearing).status_code == 302
    assert Response.objects.get().sender == User.objects.get(name="Yasemin Kaya")


def test_mitid_counts_in_the_session_it_was_used_in(citizen: Client, broker: Broker) -> None:
    """The same account signed in another way has not shown MitID."""
    hearing = asking(MITID)
    off_to = citizen.post(reverse("openid_connect_login")).headers["Location"]
    citizen.get(broker.back(off_to, YASEMIN))
    user = User.objects.get()
    citizen.logout()
    citizen.force_login(user)
    assert send(citizen, hearing).status_code == 422


@pytest.mark.parametrize("place", ["room", "paragraph", "panel", "review"])
def test_without_a_broker_there_is_no_dead_end(place: str, citizen: Client) -> None:
    hearing = asking(MITID, contact_email="hoering@kommune.example")
    page = citizen.get(addresses(hearing)[place]).content.decode()
    assert "Det kan man ikke her på siden endnu." in page
    assert "Skriv til hoering@kommune.example i stedet." in page
    assert "Log ind for at sende" not in page


def test_and_the_check_tells_who_runs_it(broker_missing: None) -> None:
    asking(MITID)
    asking(LOGIN, slug="en-anden")
    found = [m for m in run_checks(databases=["default"]) if m.id == "ordet.W001"]
    assert [m.msg for m in found] == [
        "The hearing en-hoering asks for MitID, and no broker is set up: nobody can send to it."
    ]


@pytest.fixture
def broker_missing(settings: Any) -> None:
    settings.OIDC_NAME = ""


def test_the_check_is_content_with_a_broker(broker: Broker) -> None:
    asking(MITID)
    assert not [m for m in run_checks(databases=["default"]) if m.id == "ordet.W001"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("identity", "who", "sent"),
    [
        ("none", NOBODY, True),
        ("confirmed_email", NOBODY, True),
        ("login", NOBODY, False),
        ("login", "signed in", True),
        ("mitid", NOBODY, False),
        ("mitid", "signed in", False),
        ("mitid", "through the broker", True),
    ],
)
def test_the_action_holds_to_it(identity: str, who: Any, sent: bool, stranger: User) -> None:
    hearing = asking(identity)
    if who != NOBODY:
        who = Who(stranger, through_broker=who == "through the broker")
    fields = {**FIELDS, "general": "Ja."}
    at = hearing.opens_at
    if sent:
        assert actions.send_response("k", hearing, None, fields, arrived_at=at, who=who)
    else:
        with pytest.raises(actions.SignInNeeded) as refused:
            actions.send_response("k", hearing, None, fields, arrived_at=at, who=who)
        assert refused.value.draft.general == "Ja."
    assert Response.objects.exists() == sent
