"""What has happened, for a feed reader: read back as XML, with nothing that is not public."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.hearings.feed import events
from consultation.models import Comment, Hearing
from consultation.moderation.actions import hide_comment
from tests.factories import make_comment, make_hearing, make_response

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def feed(client: Client, hearing: Hearing, prefix: str = "") -> ElementTree.Element:
    return read(client, prefix + reverse("hearings:feed", args=[hearing.slug]))


def texts(root: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"a:{name}", "", ATOM) for entry in root.findall("a:entry", ATOM)]


def of_now(**overrides: Any) -> Hearing:
    return make_hearing(at=timezone.now(), **overrides)


def test_what_has_happened_to_the_hearing(citizen: Client, caseworker: User) -> None:
    now = timezone.now()
    past = now.replace(second=0, microsecond=0) - timedelta(days=3)
    hearing = of_now(closes_at=past, opens_at=past - timedelta(days=30))
    hearing.extend(to=past + timedelta(days=1), reason="Bilag <manglede>", by=caseworker, at=past)
    Hearing.objects.filter(pk=hearing.pk).update(result_published_at=now)
    root = feed(citizen, hearing)
    assert root.findtext("a:title", "", ATOM) == "En høring"
    titles = texts(root, "title")
    assert titles[0] == "Resultatet er offentliggjort: En høring"
    assert titles[1] == "Høringsfristen er udløbet: En høring"
    assert titles[2].startswith("Høringsfristen er forlænget til ")
    assert titles[3:] == ["Høringen åbner: En høring", "Ny høring på vej: En høring"]
    assert "Bilag &lt;manglede&gt;" in texts(root, "summary")[2]
    ids = texts(root, "id")
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("tag:127.0.0.1,2026:") for name in ids)


def test_nothing_has_happened_before_it_happens(citizen: Client) -> None:
    now = timezone.now()
    planned = of_now(
        opens_at=now + timedelta(days=2),
        closes_at=now.replace(second=0, microsecond=0) + timedelta(days=9),
    )
    assert texts(feed(citizen, planned), "title") == ["Ny høring på vej: En høring"]


@pytest.mark.parametrize(("seconds", "passed"), [(59, False), (60, True)])
def test_the_deadline_has_passed_when_its_minute_has(seconds: int, passed: bool) -> None:
    hearing = of_now()
    at = hearing.closes_at + timedelta(seconds=seconds)
    named = [entry.name for entry in events(hearing, [], at)]
    assert any("/closed/" in name for name in named) is passed


def test_it_has_what_the_standard_asks_for(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    make_comment(hearing, published_by=caseworker)
    root = feed(citizen, hearing)
    assert root.findtext("a:author/a:name", "", ATOM) == "Ishøj Kommune"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    page = "http://127.0.0.1:8000/hoeringer/en-hoering/"
    assert links == {"alternate": page, "self": f"{page}atom.xml"}
    assert len(root.findall("a:entry", ATOM)) == 3
    for part in [root, *root.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert part.findtext(f"a:{name}", "", ATOM), name


def test_published_comments_with_the_words_readers_see(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    response = make_response(hearing, name_public=False, email="hemmelig@post.example")
    make_comment(
        hearing, "2.1a", response=response, body="Ja & <b>tak</b> 🙂", published_by=caseworker
    )
    make_comment(hearing, "", body="Om det hele", published_by=caseworker)
    make_comment(hearing, body="Venter")
    make_comment(
        hearing,
        body="Ring 12345678 til mig",
        state="redacted",
        public_body="Ring […] til mig",
        hidden_reason="sensitive",
    )
    root = feed(citizen, hearing)
    everything = ElementTree.tostring(root, encoding="unicode")
    assert "Borger til punkt 2.1 a" in texts(root, "title")
    assert "Birthe Mølgaard til politikken som helhed" in texts(root, "title")
    assert any("Ja &amp; &lt;b&gt;tak&lt;/b&gt; 🙂" in text for text in texts(root, "summary"))
    assert "Ring […] til mig" in everything
    for hidden in ("Venter", "12345678", "hemmelig@post.example"):
        assert hidden not in everything
    links = [entry.find("a:link", ATOM) for entry in root.findall("a:entry", ATOM)]
    addresses = [link.attrib["href"] for link in links if link is not None]
    comment = Comment.objects.get(body__startswith="Ja")
    assert (
        f"http://127.0.0.1:8000/hoeringer/en-hoering/punkt/2.1a/#bemaerkning-{comment.pk}"
        in addresses
    )


def test_a_comment_that_is_hidden_becomes_a_tombstone_under_the_same_id(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    comment = make_comment(hearing, body="Grimme ord", published_by=caseworker)
    before = feed(citizen, hearing)
    standing = comment.decisions.get().pk
    at = timezone.now()
    hide_comment(comment, reason="threat", acting_user=caseworker, at=at, seen=standing)
    after = feed(citizen, hearing)
    assert texts(after, "id") == texts(before, "id")
    assert "Grimme ord" not in ElementTree.tostring(after, encoding="unicode")
    here = texts(after, "title").index("Skjult bemærkning")
    assert "Trusler" in texts(after, "summary")[here]
    assert texts(after, "updated")[here] > texts(before, "updated")[here]


def test_control_characters_and_right_to_left_text_are_valid_xml(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    every = "".join(map(chr, [*range(1, 32), 0x7F, 0x85, 0xFFFE, 0xFFFF, 0x1F600]))
    make_comment(hearing, body=f"a{every}b ]]> مرحبا", published_by=caseworker)
    Hearing.objects.filter(pk=hearing.pk).update(title="Høring\x07 & co")
    root = feed(citizen, hearing)
    assert root.findtext("a:title", "", ATOM) == "Høring & co"
    assert any("😀" in text and "مرحبا" in text for text in texts(root, "summary"))


def test_only_the_newest_fifty(hearing: Hearing, citizen: Client, caseworker: User) -> None:
    response = make_response(hearing)
    for n in range(60):
        state = "hidden" if n % 2 else "published"
        reason = "threat" if n % 2 else ""
        make_comment(
            hearing, response=response, body=f"Nr. {n}.", state=state, hidden_reason=reason
        )
    summaries = texts(feed(citizen, hearing), "summary")
    assert sum("Nr. " in text for text in summaries) == 25
    assert any("Nr. 10." in text for text in summaries)
    assert not any("Nr. 8." in text for text in summaries)


@pytest.mark.parametrize("publication", ["never", "after_deadline"])
def test_comments_that_are_not_shown_are_not_in_it(
    citizen: Client, caseworker: User, publication: str
) -> None:
    hearing = of_now(publication=publication)
    make_comment(hearing, body="Ikke endnu", published_by=caseworker)
    page = citizen.get(reverse("hearings:feed", args=[hearing.slug])).content.decode()
    assert "Ikke endnu" not in page


def test_the_bytes_are_the_same_until_something_changes(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    for name, arguments in (("hearings:feed", [hearing.slug]), ("hearings:all_hearings_feed", [])):
        address = reverse(name, args=arguments)
        first = citizen.get(address)
        etag = {"If-None-Match": first.headers["ETag"]}
        assert citizen.get(address, headers=etag).status_code == 304
    make_comment(hearing, published_by=caseworker)
    address = reverse("hearings:feed", args=[hearing.slug])
    assert citizen.get(address, headers=etag).status_code == 200


def test_all_hearings(hearing: Hearing, citizen: Client) -> None:
    make_hearing(slug="en-anden", title="En anden", version=hearing.version)
    make_hearing(slug="kladde", title="En kladde", version=hearing.version, published=False)
    root = read(citizen, reverse("hearings:all_hearings_feed"))
    assert root.findtext("a:title", "", ATOM) == "Høringer i Ishøj Kommune"
    titles = " ".join(texts(root, "title"))
    assert "En høring" in titles
    assert "En anden" in titles
    assert "En kladde" not in titles


def test_with_no_hearings_it_is_a_feed_all_the_same(citizen: Client) -> None:
    first = citizen.get("/atom.xml").content
    assert citizen.get("/atom.xml").content == first
    assert ElementTree.fromstring(first).findall("a:entry", ATOM) == []


def test_in_english_and_found_from_the_pages(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    make_comment(hearing, published_by=caseworker)
    root = feed(citizen, hearing, prefix="/en")
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert "Birthe Mølgaard on paragraph 1.1" in texts(root, "title")
    room = citizen.get("/en" + hearing.get_absolute_url()).content.decode()
    link = '<link rel="alternate" type="application/atom+xml" title="{}"{} href="{}">'
    assert link.format("En høring", ' lang="da"', "/en/hoeringer/en-hoering/atom.xml") in room
    front = citizen.get("/").content.decode()
    assert link.format("Høringer", "", "/atom.xml") in front
