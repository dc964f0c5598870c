"""Bad input: one clear sentence for the person, at once, and nothing half-done."""

import time

import pytest
from django.utils import translation

from policies.importers.outline import ImportRefused
from policies.importers.text import read_text

GOOD = "Plan\n\n1. Mål\n\nVi går på æbler, øer og åer.\n"

REFUSED = {
    "no bytes": (b"", "plan.txt is empty."),
    "only blanks": (b" \n\t\r\n  \n", "plan.txt is empty."),
    "only blanks of other kinds": ("\u00a0\n\u2003\f".encode(), "plan.txt is empty."),
    "only a mark": (b"\xef\xbb\xbf", "plan.txt is empty."),
    "pdf": (b"%PDF-1.7\n1 0 obj", "plan.txt is a PDF file; this command reads plain text."),
    "docx": (
        b"PK\x03\x04\x14\x00\x06\x00",
        "plan.txt is a DOCX, ODT or ZIP file; this command reads plain text.",
    ),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1", "plan.txt is a DOC file; this command reads plain text."),
    "rtf": (b"{\\rtf1 Plan}", "plan.txt is a RTF file; this command reads plain text."),
    "nul bytes": (
        GOOD.encode() + b"\x00\x01",
        "plan.txt is a binary file; this command reads plain text.",
    ),
    "control characters": (
        bytes(range(1, 32)) * 40,
        "plan.txt is a binary file; this command reads plain text.",
    ),
    "utf-16 without a mark": (
        GOOD.encode("utf-16-le"),
        "plan.txt is a binary file; this command reads plain text.",
    ),
    "broken utf-16": (
        b"\xff\xfeP\x00\x00\xd8l\x00\x00",
        "plan.txt has bytes that are no letters in its encoding; save it as UTF-8.",
    ),
    "utf-8 with damage": (
        GOOD.encode() + b"\xe6",
        "plan.txt has bytes that are no letters in its encoding; save it as UTF-8.",
    ),
    "no headings": (
        b"Plan\n\nVi vil gerne.\n\n- mere\n- bedre\n",
        "plan.txt has no numbered headings such as “1. Introduction”.",
    ),
    "a list is no headings": (
        b"Plan\n\nVi vil:\n\n1. Mere\n2. Bedre\n",
        "plan.txt has no numbered headings such as “1. Introduction”.",
    ),
    "nothing but a rule": (
        b"-----\n",
        "plan.txt has no numbered headings such as “1. Introduction”.",
    ),
    "10 MB in one line": (b"a " * 5_000_000, "plan.txt is larger than 4 MB."),
    "1 MB in one line": (
        b"Plan\n\n1. Maal\n\n" + b"ord " * 250_000,
        "plan.txt has a line of more than 20000 characters; it is no document.",
    ),
    "too many lines": (b"a\n" * 60_000, "plan.txt has more than 50000 lines."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_sentence(case: str) -> None:
    data, sentence = REFUSED[case]
    began = time.process_time()
    with translation.override("en"), pytest.raises(ImportRefused) as refused:
        read_text(data, name="plan.txt")
    assert time.process_time() - began < 0.5
    assert str(refused.value) == sentence


def test_refused_without_a_name() -> None:
    with translation.override("en"), pytest.raises(ImportRefused, match=r"^The file is empty\.$"):
        read_text(b"")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_an_old_encoding_is_read_with_a_doubt(encoding: str) -> None:
    outline = read_text(GOOD.encode(encoding))
    assert outline.sections[0].blocks[0].text == "Vi går på æbler, øer og åer."
    assert [note.line for note in outline.doubts] == [None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_known_encoding_is_no_doubt(encoding: str) -> None:
    outline = read_text(GOOD.encode(encoding))
    assert outline.sections[0].blocks[0].text == "Vi går på æbler, øer og åer."
    assert (outline.title, outline.doubts) == ("Plan", ())


def test_letters_that_were_damaged_before_are_a_doubt() -> None:
    twice = GOOD.encode().decode("cp1252").encode()
    assert read_text(twice).doubts
    assert read_text(GOOD.replace("æ", "\ufffd").encode()).doubts


SIZE = 100_000
HOSTILE = {
    "letters": "a" * 19_000,
    "spaces": ("a" + " " * 19_000 + "\n") * 5,
    "hyphens": "-" * 19_000,
    "hyphenated lines": "ab-\n" * (SIZE // 4),
    "bullets": "- \n" * (SIZE // 3),
    "bullets with text": "- a\n" * (SIZE // 4),
    "numbers": "1. A\n" * (SIZE // 5),
    "second numbers": "1. A\n" + "b\n" * 20_000 + "2. B\n" * 10_000,
    "number paths": "1.1.1.1.1.1" * (SIZE // 11 // 6),
    "digits": ("1" * 15_000 + "\n") * 6,
    "leaders": ("a" + " ." * 9_000 + "x\n") * 5,
    "colons": "A: b. " * 3_000,
    "commas": "1. A - " + "b, " * 6_000,
    "opening quotes": "„" * 19_000,
    "enumerators": "a) b\n" * (SIZE // 5),
    "ever deeper": "".join(" " * (i % 400) + "- a\n" for i in range(500)),
    "page numbers": "".join(f"{i % 1000}\n" for i in range(20_000)),
    "long headings": "".join(f"{i}. Mål {'æ' * 80}\n" for i in range(1000)),
    "contents": "1. Mål\n" * (SIZE // 7),
    "blank lines": "a\n" + "\n" * 45_000 + "b\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_time_grows_with_the_text_only(case: str) -> None:
    """100 kB of anything takes about as long as 100 kB of lines; a bad regex takes minutes."""
    data = f"Plan\n\n1. Start\n\n{HOSTILE[case]}\n\n2. Slut\n\nFarvel.\n".encode()
    began = time.process_time()
    read_text(data)
    lines = data.count(b"\n")
    assert time.process_time() - began < 0.1 + lines * 100e-6
