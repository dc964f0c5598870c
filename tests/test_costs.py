"""What a page may cost: queries are counted, and do not grow with the number of comments."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from consultation.models import Attachment, AuditEvent, Comment, Draft, Hearing, Response
from consultation.responses.amending import correct_comment
from consultation.responses.drafts import COOKIE
from policies.languages import LANGUAGES
from tests.factories import (
    make_attachment,
    make_comment,
    make_hearing,
    make_report,
    make_response,
    make_translation,
    make_user,
    paragraph,
)
from tests.files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[10, 10_000], ids=["ten comments", "ten thousand comments"])
def busy(request: pytest.FixtureRequest, hearing: Hearing) -> Hearing:
    """A hearing with that many comments, a third of them awaiting review."""
    response = make_response(hearing)
    answered = paragraph(hearing, "1.1")
    states = ("published", "published", "pending")
    Comment.objects.bulk_create(
        [
            Comment(
                response=response,
                hearing=hearing,
                paragraph=answered,
                body=f"Bemærkning {n}",
                state=states[n % 3],
            )
            for n in range(request.param)
        ],
        batch_size=2_000,
    )
    return hearing


@contextmanager
def at_most(queries: int, *, passing_by: tuple[str, ...] = ()) -> Iterator[None]:
    """So many queries, none of which is planned to read a large table from end to end, but for
    those it may pass by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > 1000 AND relkind = 'r'")
        large = {name for (name,) in cursor.fetchall()}
    with CaptureQueriesContext(connection) as asked:
        yield
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert 0 < len(read) <= queries, read
    with connection.cursor() as cursor:
        for sql in read:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            scanned = set(re.findall(r"Seq Scan on (\w+)", plan))
            assert not scanned & large - set(passing_by), f"{sql}\n{plan}"


def test_reading_room(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("hearings:room", args=[busy.slug])
    with django_assert_num_queries(6):
        page = citizen.get(address).content
    assert len(page) < 60_000


def test_one_paragraph(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    # The hearing, the paragraph, a page of comments, their replies, and what there is to choose.
    with django_assert_num_queries(5):
        page = citizen.get(address).content
    assert len(page) < 60_000


@pytest.mark.parametrize("name", ["hearings:feed", "hearings:calendar", "following:follow"])
def test_feed_calendar_and_following(
    busy: Hearing,
    name: str,
    citizen: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(5):
        page = citizen.get(reverse(name, args=[busy.slug])).content
    assert len(page) < 60_000


def test_the_feed_of_all_hearings(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_hearing(slug=f"hoering-{n}", version=busy.version)
    with django_assert_num_queries(2):
        citizen.get(reverse("hearings:all_hearings_feed"))


@pytest.mark.parametrize("reports", [1, 100])
def test_reported_comments_at_the_desk(
    busy: Hearing,
    as_caseworker: Client,
    reports: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for comment in busy.comments.filter(state="published")[:5]:
        for n in range(reports):
            make_report(comment, text=f"Anmeldelse {n}")
    with django_assert_max_num_queries(9):
        page = as_caseworker.get(f"{reverse('desk:queue', args=[busy.slug])}?vis=anmeldt").content
    assert len(page) < 60_000
    last = busy.comments.filter(state="published")[4]
    make_attachment(last.response)
    with django_assert_max_num_queries(9):
        here = reverse("desk:comment", args=[busy.slug, last.pk])
        as_caseworker.get(f"{here}?vis=anmeldt")


def test_reporting_a_comment(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comment = busy.comments.filter(state="published").last()
    assert comment is not None
    with django_assert_num_queries(2):
        citizen.get(reverse("reports:report", args=[busy.slug, comment.pk]))


@pytest.mark.parametrize("revisions", [1, 30])
def test_one_section_in_another_language(
    hearing: Hearing,
    citizen: Client,
    revisions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(revisions):
        make_translation(hearing)
    with django_assert_num_queries(4):
        citizen.get(reverse("hearings:translation", args=[hearing.slug, "1", "ar"]))
    with django_assert_num_queries(6):
        citizen.get(reverse("hearings:room", args=[hearing.slug]))


def test_translations_at_the_desk(
    hearing: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for language in LANGUAGES:
        for number in ("1", "2"):
            make_translation(hearing, number, language)
    with django_assert_max_num_queries(7):
        as_caseworker.get(reverse("translating:overview", args=[hearing.slug]))
    with django_assert_max_num_queries(9):
        as_caseworker.get(reverse("translating:edit", args=[hearing.slug, "1", "da-let"]))


def test_a_choice_of_comments(busy: Hearing, citizen: Client) -> None:
    """In either order, of every choice, on the first page and on the next."""
    here = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    for query in ("", "som=citizen", "holdning=ikke-oplyst", "orden=flest"):
        with at_most(7):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000
        if key := re.search(rb"foer=([\d-]+)", page):
            with at_most(7):
                page = citizen.get(f"{here}?{query}&foer={key[1].decode()}").content
            assert page.count(b"<article") == 50


def test_general_comments(busy: Hearing, citizen: Client) -> None:
    response = busy.responses.get()
    Comment.objects.bulk_create(
        Comment(response=response, hearing=busy, body=f"Generelt {n}", state="published")
        for n in range(busy.comments.count())
    )
    address = reverse("hearings:general", args=[busy.slug])
    for query in ("", "?orden=flest"):
        with at_most(6):
            page = citizen.get(address + query).content
        assert len(page) < 60_000


@pytest.fixture
def answered(hearing: Hearing) -> Hearing:
    """Ten thousand responses, each with a comment that is published or waits."""
    responses = Response.objects.bulk_create(
        Response(
            hearing=hearing,
            number=n,
            name=f"Borger {n}",
            respondent_type="board" if n % 100 == 0 else "citizen",
            received_at=hearing.opens_at,
            late=False,
        )
        for n in range(1, 10_001)
    )
    Comment.objects.bulk_create(
        Comment(
            response=response,
            hearing=hearing,
            body=f"Svar om borgernes cykelsti {response.number}",
            stance="oppose" if response.number % 50 == 2 else "",
            state=("published", "pending")[response.number % 2],
        )
        for response in responses
    )
    return hearing


def test_whole_responses(answered: Hearing, citizen: Client) -> None:
    here = reverse("hearings:responses", args=[answered.slug])
    for query in ("", "foer=9", "som=board", "holdning=oppose", "holdning=oppose&som=board"):
        with at_most(3):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000
    # Who searches reads what is found; of ten thousand letters it may be quickest to pass by all.
    for query in ("soeg=borger", "soeg=cykelsti+-svar&foer=9"):
        with at_most(3, passing_by=("consultation_responsetally", "consultation_response")):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000


def test_one_response(busy: Hearing, citizen: Client) -> None:
    number = busy.responses.get().number
    # A file is public with a published word of its response: the look for one ends at the first.
    with at_most(5, passing_by=("consultation_attachment", "consultation_comment")):
        page = citizen.get(reverse("hearings:response", args=[busy.slug, number])).content
    assert len(page) < 60_000


def test_the_policy_as_a_paper(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Made once; after that its text and the kept file are read."""
    address = reverse("hearings:paper", args=[busy.slug])
    citizen.get(address)
    with django_assert_num_queries(5):
        citizen.get(address)


def test_list(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        citizen.get(reverse("hearings:list"))


def test_queue(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        page = as_caseworker.get(reverse("desk:queue", args=[busy.slug])).content
    assert len(page) < 60_000


def test_one_comment_at_the_desk(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = busy.comments.filter(state="pending").last()
    assert comment is not None
    with django_assert_max_num_queries(9):
        as_caseworker.get(reverse("desk:comment", args=[busy.slug, comment.pk]))


def test_the_desk_and_the_export_page(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_hearing(slug=f"hoering-{n}", version=busy.version)
    with django_assert_max_num_queries(5):
        as_caseworker.get(reverse("desk:hearings"))
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("export:export", args=[busy.slug]))


def test_the_bar(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:bar", args=[busy.slug])
    with django_assert_max_num_queries(1):
        citizen.get(address)
    drafted(busy, citizen, 3)
    with django_assert_max_num_queries(4):
        citizen.get(address)


def test_the_bar_of_somebody_signed_in(
    busy: Hearing, as_stranger: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Two more: her session and her account."""
    written = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    as_stranger.post(written, {"body": "Ja."})
    with django_assert_max_num_queries(6):
        as_stranger.get(reverse("responses:bar", args=[busy.slug]))


@pytest.mark.parametrize("sent", [1, 60])
def test_my_responses(
    hearing: Hearing,
    as_stranger: Client,
    stranger: User,
    sent: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    stranger.emailaddress_set.create(email=stranger.email, verified=True)
    for _n in range(sent):
        make_response(hearing, email=stranger.email)
    with django_assert_max_num_queries(6):
        as_stranger.get(reverse("responses:mine"))


def test_the_page_of_sign_in(
    citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(0):
        citizen.get(reverse("account_request_login_code"))


def test_words_that_save_themselves(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """As often as she pauses, so it must be cheap: two look-ups, her draft, the comment, a save."""
    address = reverse("responses:words", args=[busy.slug, "1.1"])
    with django_assert_max_num_queries(2):
        citizen.get(address)
    drafted(busy, citizen, 40)
    with django_assert_max_num_queries(4):
        citizen.get(address)
    typed = {"tab": "6f1b2a04-9a3e-4f0f-8f6d-0f5b2f3c9d11", "body": "Hej"}
    for step, base in ((1, ""), (2, "6f1b2a04-9a3e-4f0f-8f6d-0f5b2f3c9d11.1")):
        with django_assert_max_num_queries(7):  # two of them begin and end the transaction
            citizen.post(address, {**typed, "step": step, "base": base})
    save = reverse("responses:save", args=[busy.slug])
    with django_assert_max_num_queries(5):
        citizen.post(save, {**typed, "step": 3, "general": "Tak", "respondent_type": "citizen"})


def drafted(hearing: Hearing, citizen: Client, comments: int) -> None:
    draft = Draft.objects.create(hearing=hearing, owner_key="hendes")
    for n in range(comments):
        draft.comments.create(paragraph=paragraph(hearing, "1.1"), body=f"Bemærkning {n}")
    citizen.cookies[COOKIE] = "hendes"


@pytest.mark.parametrize("comments", [1, 40])
def test_review(
    hearing: Hearing,
    citizen: Client,
    comments: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    drafted(hearing, citizen, comments)
    with django_assert_max_num_queries(5):
        citizen.get(reverse("responses:review", args=[hearing.slug]))


@pytest.mark.parametrize("comments", [1, 40])
def test_receipt(
    hearing: Hearing,
    citizen: Client,
    caseworker: User,
    comments: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response(hearing)
    for n in range(comments):
        make_comment(hearing, response=response, published_by=caseworker)
        make_attachment(response, content=str(n).encode())
    # The response, its comments, what she changed, its files.
    with django_assert_max_num_queries(4):
        citizen.get(reverse("responses:receipt", args=[response.code]))


@pytest.mark.parametrize("earlier", [1, 15])
def test_a_receipt_with_a_history(
    hearing: Hearing,
    citizen: Client,
    earlier: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    comment = make_comment(hearing)
    response = comment.response
    for n in range(earlier):
        comment = correct_comment(comment, {"body": f"Nr. {n}"}, by=None, at=response.received_at)
    with django_assert_max_num_queries(4):
        citizen.get(reverse("responses:receipt", args=[response.code]))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("choose", 4),
        ("add-general", 1),
        ("withdraw-all", 1),
        ("sent-attachments", 2),
        ("correct", 2),
        ("withdraw", 2),
    ],
)
def test_what_she_does_after_sending(
    busy: Hearing,
    citizen: Client,
    name: str,
    queries: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    comment = make_comment(busy)
    about = [comment.pk] if name in ("correct", "withdraw") else []
    address = reverse(f"responses:{name}", args=[comment.response.code, *about])
    with django_assert_max_num_queries(queries):
        citizen.get(address)


def test_correcting_one_of_many(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = make_comment(busy)
    address = reverse("responses:correct", args=[comment.response.code, comment.pk])
    with django_assert_max_num_queries(16):
        assert citizen.post(address, {"body": "Efter"}).status_code == 302


def test_attachments(
    hearing: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafted(hearing, citizen, 3)
    address = reverse("responses:attachments", args=[hearing.slug])
    five = [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([n])) for n in range(5)]
    citizen.post(address, {"file": five})
    with django_assert_max_num_queries(3):
        assert citizen.get(address).content.count(b".pdf") > 5
    sent = make_attachment(make_comment(hearing, state="published").response)
    Attachment.objects.update(published_at=sent.response.received_at)
    with django_assert_max_num_queries(2):
        assert citizen.get(f"/hoeringer/{hearing.slug}/bilag/{sent.pk}/").status_code == 200


@pytest.mark.parametrize("comments", [1, 40])
def test_receipt_as_a_paper(
    hearing: Hearing,
    citizen: Client,
    comments: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response(hearing)
    for _n in range(comments):
        make_comment(hearing, response=response)
    with django_assert_num_queries(4):
        citizen.get(reverse("responses:paper", args=[response.code]))


def test_pages_about_the_site(
    citizen: Client, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("pages:how", "pages:privacy", "pages:accessibility", "pages:contact"):
        with django_assert_max_num_queries(1):
            citizen.get(reverse(name))
    with django_assert_max_num_queries(3):
        as_caseworker.get(reverse("pages:list"))
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("pages:edit", args=["how", "da"]))


@pytest.mark.parametrize("events", [1, 150])
def test_the_log(
    hearing: Hearing,
    caseworker: User,
    as_caseworker: Client,
    events: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(events):
        AuditEvent.see(hearing, by=caseworker, at=hearing.opens_at, comment=n + 1)
    for query in ("", "?bemaerkning=1", f"?hvem={caseworker.pk}&hvad=seen"):
        with django_assert_max_num_queries(5):
            page = as_caseworker.get(reverse("records:log", args=[hearing.slug]) + query).content
        assert len(page) < 60_000


def test_colleagues(
    administrator: User,
    as_administrator: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(30):
        make_user(f"kollega-{n}@kommune.example", Role.CASEWORKER)
    with django_assert_max_num_queries(3):
        as_administrator.get(reverse("staff:list"))
    with django_assert_max_num_queries(4):
        as_administrator.get(reverse("staff:change", args=[administrator.pk]))


def test_extending(
    answered: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = reverse("setup:extend", args=[answered.slug])
    with django_assert_max_num_queries(4):
        as_caseworker.get(here)
    seen = str(int(answered.closes_at.timestamp()))
    written = {"day": "2027-06-01", "clock": "23:59", "reason": "x", "seen": seen}
    with django_assert_max_num_queries(6):
        assert as_caseworker.post(here, written).status_code == 200


def test_the_public_record(busy: Hearing, citizen: Client) -> None:
    with at_most(3):
        citizen.get(reverse("hearings:record", args=[busy.slug]))
