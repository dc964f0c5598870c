"""The press: every text comes out as text, whatever it is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.papers.characters import printable
from consultation.papers.typeset import PressStopped, typeset
from tests.pdf import assert_for_everybody_and_for_ever, read

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)

COMMANDS = '#import "x" #panic() $x^2$ *b* _i_ `r` <lab> @ref = h - l + e / t: x \\ ~ -- #"'


def paper(body: str, **overrides: Any) -> bytes:
    comment = {
        "heading": "Til punkt 1.1",
        "quoted": "Alle borgere",
        "stance": "",
        "body": body,
        "proposed": "",
        "redline": [],
        "state": "Afventer gennemgang",
        "earlier": [],
    }
    data: dict[str, Any] = {
        "title": "Kvittering",
        "heading": "Dit høringssvar",
        "label": "Kvittering",
        "municipality": "Ishøj Kommune",
        "language": "da",
        "footer": "Kvittering",
        "received": "Vi modtog det.",
        "facts": [{"name": "Høring", "value": "En høring"}],
        "comments": [comment],
        "attachments": [],
        "sender": [{"name": "Navn", "value": "Birthe"}],
        "public": ["Intet."],
        "words": {
            "page": "Side {page} af {pages}",
            "sent": "Det har du sendt",
            "proposed": "Foreslår ny ordlyd",
            "changes": "Ændringer",
            "attachments": "Bilag",
            "earlier": "Tidligere",
            "sender": "Om dig",
            "public": "Offentligt",
            "numbers": "Tegn står som numre",
        },
    }
    return typeset("receipt", {**data, **overrides}, at=AT)


@pytest.mark.parametrize(
    "body",
    [
        COMMANDS,
        "Blåbærgrød på Ærø, »således« – 50 % × 3 ≠ 151 €",
        "Καλημέρα κόσμε",
        "Здравствуйте",
        "ﬁ ĳ ŵ ẞ",
    ],
)
def test_a_text_is_a_text(body: str) -> None:
    pdf = paper(body)
    assert_for_everybody_and_for_ever(pdf)
    assert body.replace("ﬁ", "fi") in read(pdf).replace("ﬁ", "fi")
    assert "numre" not in read(pdf)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Ja 😀 tak", "Ja [U+1F600] tak"),
        ("Hej 👨‍👩‍👧", "Hej [U+1F468 U+200D U+1F469 U+200D U+1F467]"),
        ("Før\x00efter\x07", "Før[U+0000]efter[U+0007]"),
        ("你好", "[U+4F60 U+597D]"),
        ("x\ue000\uffff", "x[U+E000 U+FFFF]"),
        ("😀" * 9, "[U+1F600×9]"),
    ],
)
def test_what_no_letter_is_made_for_is_named_exactly(body: str, told: str) -> None:
    pdf = paper(body)
    assert_for_everybody_and_for_ever(pdf)
    assert told in read(pdf)
    assert "Tegn står som numre" in read(pdf)


@pytest.mark.parametrize("body", ["أهلا وسهلا بكم في المدينة", "שלום לכולם"])
def test_what_reads_from_right_to_left(body: str) -> None:
    pdf = paper(body)
    assert_for_everybody_and_for_ever(pdf)
    assert "U+" not in read(pdf)


def test_urdu_is_only_half_in_our_fonts() -> None:
    """When this fails a font has come that has it, and docs/decisions/0012-papers.md changes."""
    assert "[U+06C1]" in read(paper("ہم سب شہری ہیں"))


@pytest.mark.parametrize(
    "body",
    [
        "å" * 100_000,
        "e" + "\u0301" * 100_000,
        "\u200d\xad" * 50_000,
        "\xa0" * 100_000,
        "a\u202e" * 50_000,
        "\n" * 100_000,
        "ب" * 50_000,
        "".join(chr(0x4E00 + n % 20_000) for n in range(30_000)),
    ],
    ids=["word", "marks", "unseen", "spaces", "turned", "lines", "arabic", "chinese"],
)
def test_a_hundred_thousand_of_anything(body: str) -> None:
    assert_for_everybody_and_for_ever(paper(body))


def test_a_long_word_is_all_there() -> None:
    assert read(paper("ålq" * 3_000)).count("q") == 3_000


def test_letters_piled_on_each_other_stop_the_press_and_not_the_paper() -> None:
    """Marks of one script on letters of another make it panic; then all is written as numbers."""
    body = (
        "é ˈ \u033c\U0001d4d3\u205b\u0118\u0aae\U0001f5d1\u01b2\ufe06\u06ca\u0b5b\u01c8\u061a\u4e10"
    )
    pdf = paper(body)
    assert_for_everybody_and_for_ever(pdf)
    assert "é" in read(pdf)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text(body: str) -> None:
    assert_for_everybody_and_for_ever(paper(body))


def test_every_field_is_a_text() -> None:
    hostile = COMMANDS + "😀\x00" + "ø" * 200
    fields = {
        "title": hostile,
        "heading": hostile,
        "footer": hostile,
        "received": hostile,
        "attachments": [hostile],
        "public": [hostile],
        "facts": [{"name": hostile, "value": hostile}],
        "sender": [{"name": "Navn", "value": hostile}],
    }
    pdf = paper(hostile, **fields)
    assert_for_everybody_and_for_ever(pdf)
    assert read(pdf).count(COMMANDS) >= len(fields)


def test_the_same_is_the_same_bytes() -> None:
    assert paper("Ja 😀") == paper("Ja 😀")


def test_the_languages_are_said() -> None:
    assert b"/Lang(en)" in paper("Yes.", language="en").replace(b"/Lang (", b"/Lang(")


def test_a_fault_in_the_looks_is_told() -> None:
    with pytest.raises(PressStopped, match="does not contain key"):
        typeset("receipt", {"title": "Ja"}, at=AT)


def test_printable_leaves_what_prints_alone() -> None:
    text = "To  mellemrum,\ttab\r\nny linje og et langt ord: " + "x" * 39
    assert printable(text) == "To mellemrum, tab\nny linje og et langt ord: " + "x" * 39
