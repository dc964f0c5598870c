"""PDF files, tagged and not: what stands on the pages comes back, and the furniture is told of."""

import pytest

from policies.importers.document import read_document
from policies.importers.outline import ImportRefused, Outline
from tests.policies.importers import files

PAGE = '#set page(width: 12cm, height: 15cm, header: [Nabo Kommune], numbering: "1")\n'
EVERYTHING = (
    PAGE
    + """#set heading(numbering: "1.1")
#title[Havnepolitik]
#outline(title: [Indhold])
= Vision
Havnen er for alle.#footnote[Også om vinteren.] Vi vil bygge videre på medborgerskabet i byen
og ved vandet.
== Steder
- kajen
  - den gamle
  - den nye
- molen
#table(columns: 2, table.header([Sted], [År]), [Kaj], [2028], [Mole], [2030])
#figure(rect(width: 2cm, height: 1cm), caption: [Kajen], alt: "En kaj")
= Mål
Flere både.
"""
)


def read(pdf: bytes) -> Outline:
    return read_document(pdf, name="politik.pdf")


def blocks(outline: Outline) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for section in outline.sections for b in section.blocks]


def notes(outline: Outline) -> list[str]:
    return [note.message for note in outline.dropped]


def test_everything_tagged() -> None:
    outline = read(files.good_pdf(EVERYTHING))
    assert outline.title == "Havnepolitik"
    assert [(s.number, s.heading) for s in outline.sections] == [("1", "Vision"), ("2", "Mål")]
    text = "Havnen er for alle.[1] Vi vil bygge videre på medborgerskabet i byen og ved vandet."
    assert blocks(outline) == [
        ("text", 0, text),
        ("text", 0, "[1] Også om vinteren."),
        ("heading", 0, "1.1 Steder"),
        ("item", 1, "kajen"),
        ("item", 2, "den gamle"),
        ("item", 2, "den nye"),
        ("item", 1, "molen"),
        ("text", 0, "Sted: Kaj; År: 2028"),
        ("text", 0, "Sted: Mole; År: 2030"),
        ("figure", 0, "Figur 1: Kajen"),
        ("text", 0, "Flere både."),
    ]
    assert "A picture: “En kaj”." in notes(outline)
    assert "Page header or footer: “Nabo Kommune”." in notes(outline)
    assert any(note.startswith("Table of contents: ") for note in notes(outline))
    assert {note.place for note in outline.doubts} <= {"page 1", "page 2"}


def test_everything_untagged() -> None:
    outline = read(files.untagged(files.good_pdf(EVERYTHING)))
    assert outline.title == "Havnepolitik"
    assert [(s.number, s.heading) for s in outline.sections][-2:] == [("1", "Vision"), ("2", "Mål")]
    found = blocks(outline)
    assert ("heading", 0, "1.1 Steder") in found
    assert [each for each in found if each[0] == "item"] == [
        ("item", 1, "kajen"),
        ("item", 2, "den gamle"),
        ("item", 2, "den nye"),
        ("item", 1, "molen"),
    ]
    assert ("text", 0, "Sted: Kaj; År: 2028") in found
    assert ("figure", 0, "Figur 1: Kajen") in found
    assert ("text", 0, "[1] Også om vinteren.") in found
    assert notes(outline).count("Page header or footer: “Nabo Kommune”.") >= 2


def test_a_paragraph_goes_on_over_the_page() -> None:
    long = PAGE + "= Mål\n" + "Vi vil noget for havnen og byen. " * 60 + "\n\n= Slut\nFarvel."
    for pdf in (files.good_pdf(long), files.untagged(files.good_pdf(long))):
        assert blocks(read(pdf)) == [
            ("text", 0, ("Vi vil noget for havnen og byen. " * 60).strip()),
            ("text", 0, "Farvel."),
        ]


def test_two_columns_are_read_one_after_the_other() -> None:
    source = (
        "#set page(width: 18cm, height: 12cm, columns: 2)\n= Mål\n"
        + "Vi vil noget for havnen og byen og vandet. " * 30 + "\n\n= Slut\nFarvel."
    )  # fmt: skip
    text = ("Vi vil noget for havnen og byen og vandet. " * 30).strip()
    outline = read(files.untagged(files.good_pdf(source)))
    assert [section.heading for section in outline.sections] == ["Mål", "Slut"]
    assert blocks(outline)[0] == ("text", 0, text)


def test_bold_lines_are_headings_with_a_doubt() -> None:
    source = (
        "#strong[Vision]\n\nVi vil noget for havnen og byen og vandet omkring den, og det vil vi "
        "hver dag.\n\n"
        "#strong[Mål]\n\nFlere både."
    )
    outline = read(files.untagged(files.good_pdf(source)))
    assert "Mål" in [section.heading for section in outline.sections]
    assert "Taken for a heading because it is bold: “Mål”." in [n.message for n in outline.doubts]


def test_tags_without_headings_are_not_trusted() -> None:
    source = "#text(size: 20pt)[{}]\n\nVi vil noget for havnen og byen.\n\n"
    source = source.format("Mål") + source.format("Midler")
    outline = read(files.good_pdf(source))
    assert [section.heading for section in outline.sections] == ["Mål", "Midler"]
    assert outline.doubts[0].message == (
        "The PDF's tags name no headings or leave text out; the type sizes were read."
    )


def test_a_pdf_that_only_may_not_be_changed_is_read() -> None:
    assert read(files.locked_pdf("")).sections[0].heading == "Indledning"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"junk\n%PDF-1.4\n1 0 obj\n%%EOF"])
def test_what_only_looks_like_a_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused, match="damaged"):
        read(data)


def test_words_in_a_hyphenated_text_are_whole() -> None:
    text = (
        "Medborgerskabet og bruger- og skolebestyrelserne på 1990-2000-niveau i EU-landene skal "
        "styrkes."
    )
    source = (
        '#set text(lang: "da", hyphenate: true)\n#set par(justify: true)\n'
        f"#set page(width: 7cm, height: 20cm)\n= Mål\n{text}"
    )
    assert blocks(read(files.good_pdf(source))) == [("text", 0, text)]
