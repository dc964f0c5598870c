"""English pages hold no Danish of the interface, Danish pages no English: every page, every state.

What citizens and the municipality wrote is Danish and is marked so (WCAG 3.1.2).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from config.languages import address_in
from consultation.models import Comment, Draft, Hearing, Response
from consultation.responses.drafts import COOKIE
from consultation.templatetags import ordet
from tests.factories import (
    make_attachment,
    make_comment,
    make_response,
    make_subscription,
    make_translation,
    make_user,
    paragraph,
)
from tests.test_access import NAMES, PHASES, address, in_phase
from tests.words import pieces, spoken_in, strays, texts_in

# Words that are nobody's, so that only the interface can be at fault.
XYZZY = "Xyzzy"
OTHER = {"en": "da", "da": "en"}

World = tuple[Hearing, Response, Comment, Draft]


def build(phase: str) -> World:
    """A hearing with one of everything, in which people say nothing but Xyzzy."""
    hearing = in_phase(phase)
    Hearing.objects.filter(pk=hearing.pk).update(
        title=XYZZY,
        introduction=XYZZY,
        contact_name=XYZZY,
        contact_email="xyzzy@post.example",
        contact_phone="20304050",
        case_number="1",
        answers_planned_on="2027-03-01",
        council_meets_on="2027-05-01",
    )
    hearing.refresh_from_db()
    staff = make_user("xyzzy@kommune.example", "caseworker")
    make_user("kollega@kommune.example", "council_member")
    response = make_response(hearing, name=XYZZY, respondent_type="board", on_behalf_of=XYZZY)
    comment = make_comment(hearing, response=response, body="Xyzzy 010190-1234 xyzzy@post.example")
    make_comment(hearing, response=response, body=XYZZY, published_by=staff, proposed_text=XYZZY)
    make_comment(hearing, response=response, body=XYZZY, hidden_by=staff)
    make_comment(hearing, "", response=response, body=XYZZY, published_by=staff, stance="")
    late = make_response(hearing, name=XYZZY, name_public=False, late=True)
    make_comment(hearing, response=late, body=XYZZY, published_by=staff, stance="oppose")
    make_translation(hearing, heading="", text="1.1 Xyzzy", language="en", by=staff)
    make_translation(hearing, heading="", text="1.1 Xyzzy", language="ar", by=staff)
    make_attachment(response, name="Xyzzy.pdf", published_at=timezone.now())
    make_subscription(hearing)
    draft = Draft.objects.create(hearing=hearing, owner_key="hendes", general="Xyzzy 20 30 40 50")
    draft.comments.create(paragraph=paragraph(hearing, "1.1"), body=XYZZY, proposed_text=XYZZY)
    return hearing, response, comment, draft


def asked(world: World) -> Iterator[str]:
    """The address of every view, and of what hangs on a query."""
    for name in NAMES:
        # Her one comment is in the draft that the address is asked of.
        yield address(name, world)
    hearing, _response, _comment, _draft = world
    at = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    yield from (f"{at}?vis=panel", f"{at}?vis=samtale", f"{at}?foer=1")
    for language in ("en", "ar"):
        section = reverse("hearings:translation", args=[hearing.slug, "1", language])
        yield from (section, f"{section}?vis=panel")
    yield f"{reverse('responses:review', args=[hearing.slug])}?gemt=1"
    queue = reverse("desk:queue", args=[hearing.slug])
    yield from (f"{queue}?vis={tab}" for tab in ("offentliggjort", "skjult", "afventer"))
    for comment in hearing.comments.all():
        yield reverse("desk:comment", args=[hearing.slug, comment.pk])
    for other in hearing.responses.all():
        yield other.get_absolute_url()
    yield "/findes-ikke/"


FORMS: list[dict[str, str]] = [
    {},
    {"stance": "sideways", "body": "x" * 30_001},
    {"do": "send"},
    {"do": "send", "name": "Xyzzy", "email": "no address", "respondent_type": "king"},
    {"do": "send", "general": "x" * 30_001},
    {"do": "save", "general": "Xyzzy"},
    {"decision": "hide", "seen": "0"},
    {"do": "preview", "text": "1.1 Xyzzy", "seen": "0"},
    {"do": "save", "text": "1.1 Xyzzy", "seen": "0"},
    {"login": "xyzzy", "password": "x"},
    {"email": "no address", "oldpassword": "x", "password1": "x", "password2": "y"},
]


def answers(clients: list[Client], language: str, world: World) -> Iterator[tuple[str, str]]:
    """(what was asked, the page) of everything that answers with words."""
    for client in clients:
        client.cookies[COOKIE] = "hendes"
        paths = [address_in(language, path) for path in dict.fromkeys(asked(world))]
        for path in paths:
            answer = client.get(path)
            if _is_page(answer) and answer.status_code != 302:
                yield f"GET {path} {answer.status_code}", answer.content.decode()
        # What a form answers differs before, in and after the hearing, and no more than that.
        for path in paths if world[0].state(timezone.now()) in ("open", "closed") else ():
            for form in FORMS:
                answer = client.post(path, form)
                if answer.status_code in (403, 404, 405) and form:
                    break  # no form is taken here
                if _is_page(answer):
                    yield f"POST {path} {form} {answer.status_code}", answer.content.decode()


def _is_page(answer: HttpResponse) -> bool:
    """No file, no data for a script."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and bool(answer.content)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("phase", PHASES)
def test_no_page_speaks_the_other_language(
    phase: str, language: str, citizen: Client, as_caseworker: Client
) -> None:
    world = build(phase)
    said: dict[str, str] = {}
    asked_for = 0
    for what, page in answers([citizen, as_caseworker], language, world):
        asked_for += 1
        said |= {text: what for text in texts_in(page, language) if text not in said}
    assert asked_for > 60
    wrong = strays(said, pieces(OTHER[language])) + spoken_in(said, OTHER[language])
    assert not wrong, [(text, what) for text, what in said.items() if any(text in w for w in wrong)]


@contextmanager
def hearings_out_of_reach() -> Iterator[None]:
    """The database refuses whatever touches a hearing, as when it is half upgraded."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultation_hearing RENAME TO away")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE away RENAME TO consultation_hearing")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "da"])
def test_no_error_page_speaks_the_other_language(
    language: str, hearing: Hearing, citizen: Client
) -> None:
    at = address_in(language, reverse("responses:paragraph", args=[hearing.slug, "1.1"]))
    pages = {
        "403 from another site": citizen.post(at, headers={"Origin": "https://ond.example"}),
        "400 too large": citizen.post(at, {"body": "x" * 2_200_000}),
    }
    with hearings_out_of_reach():
        pages["503 no database"] = citizen.post(at, {"body": XYZZY})
        citizen.raise_request_exception = False
        pages["500"] = citizen.get(at)
    with override(language):
        rendered = {name: render_to_string(f"{name}.html") for name in ("400", "403", "404", "500")}
    rendered |= {name: answer.content.decode() for name, answer in pages.items()}
    assert [int(name.split()[0]) for name in pages] == [a.status_code for a in pages.values()]
    for name, page in rendered.items():
        assert f'<html lang="{language}"' in page, name
        assert not strays(texts_in(page, language), pieces(OTHER[language])), name


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("phase", ["open", "closed"])
def test_no_mail_speaks_the_other_language(language: str, phase: str, citizen: Client) -> None:
    hearing = build(phase)[0]
    citizen.cookies[COOKIE] = "hendes"
    make_user("xyzzy@post.example")
    sent = {"do": "send", "name": XYZZY, "email": "xyzzy@post.example"}
    review = address_in(language, reverse("responses:review", args=[hearing.slug]))
    assert citizen.post(review, {**sent, "respondent_type": "citizen"}).status_code == 302
    reset = address_in(language, reverse("account_reset_password"))
    assert citizen.post(reset, {"email": "xyzzy@post.example"}).status_code == 302
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        html = [str(content) for content, _kind in getattr(message, "alternatives", [])]
        said = [text for part in html for text in texts_in(part, language)]
        said += [message.subject, *str(message.body).splitlines()]
        assert not strays(said, pieces(OTHER[language])), message.subject
        assert not spoken_in(said, OTHER[language]), message.subject


def test_the_detector_finds_what_it_is_for() -> None:
    danish = pieces("da")
    assert len(danish) > 300
    assert len(pieces("en")) > 300
    page = (
        '<html lang="en"><title>Deadline</title><p lang="da">Høringsfrist</p>'
        '<button aria-label="Luk">Skriv bemærkning</button><p>1 <b>dag tilbage</b></p>'
    )
    found = strays(texts_in(page, "en"), danish)
    assert len(found) == 2
    assert "'Skriv bemærkning'" in found[0]
    assert "'dag tilbage'" in found[1]
    assert not strays(texts_in(page.replace('lang="en"', 'lang="da"'), "en"), danish)
    assert spoken_in(["Dette felt er påkrævet, når du vil sende."], "da")


# --- What is written in the files themselves ----------------------------------------------

# Those of typst are code: their words come as data (consultation/papers).
TEMPLATES = [
    file
    for file in sorted(Path(settings.ROOT, "templates").rglob("*.*"))
    if file.suffix in (".html", ".txt")
]
_TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
_MARKUP = re.compile(
    r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<svg.*?</svg>|<style>.*?</style>|<meta[^>]*>",
    re.DOTALL,
)
_CLASS = re.compile(r'\b(?:class|id|data-[\w-]+)="[^"]*"|\bnovalidate\b')
_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|placeholder|title|value)="([^"]*)"')
# Names, keys and codes: the same in every language, or marked with their own.
UNTRANSLATED = {"LIX", "Enter", "Dansk"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_in_a_template_can_be_translated(template: Path) -> None:
    source = _CLASS.sub(" ", _MARKUP.sub(" ", _TRANSLATED.sub(" ", template.read_text())))
    names = [value for value in _ATTRIBUTE.findall(source) if " " in value.strip()]
    text = " ".join([re.sub(r"<[^>]*>", " ", source), *names])
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= UNTRANSLATED


def test_no_script_says_anything_of_its_own() -> None:
    scripts = list(Path(settings.ROOT, "static/js").glob("*.js"))
    assert scripts
    for script in scripts:
        literals = re.findall(r"""(["'`])((?:(?!\1).)+)\1""", script.read_text())
        said = [text for _quote, text in literals if not re.fullmatch(r"[\w#.\[\]=${}-]+", text)]
        assert not strays(said, pieces("da")), script.name


# --- Dates and numbers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "english", "danish"),
    [
        (ordet.moment, "Monday 4 January 2027 at 23:59", "mandag den 4. januar 2027 kl. 23.59"),
        (ordet.moment_short, "4 January 2027 at 23:59", "4. januar 2027 kl. 23.59"),
        (ordet.moment_exact, "4 January 2027 at 23:59:07", "4. januar 2027 kl. 23.59.07"),
        (ordet.day, "4 January 2027", "4. januar 2027"),
        (ordet.day_short, "4 Jan 2027", "4. jan. 2027"),
    ],
)
def test_dates(written: Callable[[datetime], str], english: str, danish: str) -> None:
    moment = datetime(2027, 1, 4, 22, 59, 7, tzinfo=UTC)
    with override("en"):
        assert written(moment) == english
    with override("da"):
        assert written(moment).replace("\xa0", " ") == danish


@pytest.mark.django_db
def test_numbers(hearing: Hearing, citizen: Client) -> None:
    at = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    too_long = {"body": "x" * 30_001}
    assert "30,001 characters" in citizen.post(f"/en{at}", too_long).content.decode()
    assert "30.001 tegn" in citizen.post(at, too_long).content.decode()


# --- What people wrote is marked ----------------------------------------------------------

WROTE = "Vi vil gerne høre, hvad alle i byen mener om det."


@pytest.mark.django_db
def test_danish_of_people_is_marked_on_english_pages(
    citizen: Client, as_caseworker: Client, caseworker: User
) -> None:
    """Titles, introductions, the policy itself and what is said to it (WCAG 3.1.2)."""
    world = build("open")
    hearing = world[0]
    Hearing.objects.filter(pk=hearing.pk).update(title=WROTE, introduction=WROTE)
    make_comment(hearing, body=WROTE, proposed_text=WROTE, language="da", published_by=caseworker)
    marked = 0
    for client in (citizen, as_caseworker):
        client.cookies[COOKIE] = "hendes"
        for path in dict.fromkeys(asked(world)):
            answer = client.get(f"/en{path}")
            page = answer.content.decode() if _is_page(answer) else ""
            # A page's title can hold no markup; its Danish is a name.
            page = re.sub(r"<title>.*?</title>", "", page, flags=re.DOTALL)
            said = texts_in(page, "en")
            assert not spoken_in(said, "da"), path
            assert WROTE not in said, path
            marked += WROTE in page
    assert marked > 20
