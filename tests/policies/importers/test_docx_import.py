# ruff: noqa: E501  (XML reads better unbroken)
"""A Word file as other municipalities write them: every word is in the outline or told of."""

import io
import re
from collections import Counter

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from policies.importers.document import read_document
from policies.importers.outline import ImportRefused, Outline
from policies.importers.sample import SAMPLE
from tests.policies.importers import files
from tests.policies.importers.make_sample import TEXT

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(body: str, parts: dict[str, str | bytes] | None = None) -> Outline:
    return read_document(files.raw_docx(body, parts=parts), name="politik.docx")


def shape(outline: Outline) -> list[tuple[str, str, list[tuple[str, int, str]]]]:
    return [
        (s.number, s.heading, [(b.kind, b.level, b.text) for b in s.blocks])
        for s in outline.sections
    ]


def notes(outline: Outline) -> list[str]:
    return [note.message for note in outline.dropped]


def styled(style: str, text: str, more: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    )


def another_municipality() -> bytes:
    """Several levels of headings, nested lists, a table, a picture with and without a caption."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading("Sundhedspolitik 2027-2030", 0)
    document.add_paragraph("Udkast", style="Subtitle")
    document.add_heading("Baggrund", 1)
    document.add_paragraph("Sundhed er for alle.")
    document.add_heading("Hvad vi ved", 2)
    document.add_heading("Børn og unge", 3)
    document.add_paragraph("Børn bevæger sig for lidt:")
    document.add_paragraph("i skolen", style="List Bullet")
    document.add_paragraph("i frikvarteret", style="List Bullet 2")
    document.add_paragraph("i timerne", style="List Bullet 2")
    document.add_paragraph("derhjemme", style="List Bullet")
    document.add_heading("Mål", 1)
    table = document.add_table(3, 3)
    for row, texts in zip(
        table.rows,
        ["Mål|År|Ansvar", "Røgfri skole|2028|", "Flere på cykel|2030|Teknik"],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts.split("|"), strict=True):
            cell.text = text
    document.add_picture(io.BytesIO(PIXEL))
    document.inline_shapes[0]._inline.docPr.set("descr", "En cykel")
    document.add_paragraph("Figur 1: Flere på cykel", style="Caption")
    document.sections[0].header.paragraphs[0].text = "Nabo Kommune"
    document.sections[0].footer.paragraphs[0].text = "Side"
    document.core_properties.title = "Sundhedspolitik"
    return saved(document)


def test_a_document_of_another_municipality() -> None:
    outline = read_document(another_municipality(), name="sundhed.docx")
    assert (outline.title, outline.label) == ("Sundhedspolitik 2027-2030", "Udkast")
    assert shape(outline) == [
        (
            "1",
            "Baggrund",
            [
                ("text", 0, "Sundhed er for alle."),
                ("heading", 0, "Hvad vi ved"),
                ("heading", 0, "Børn og unge"),
                ("text", 0, "Børn bevæger sig for lidt:"),
                ("item", 1, "i skolen"),
                ("item", 2, "i frikvarteret"),
                ("item", 2, "i timerne"),
                ("item", 1, "derhjemme"),
            ],
        ),
        (
            "2",
            "Mål",
            [
                ("text", 0, "Mål: Røgfri skole; År: 2028"),
                ("text", 0, "Mål: Flere på cykel; År: 2030; Ansvar: Teknik"),
                ("figure", 0, "Figur 1: Flere på cykel"),
            ],
        ),
    ]
    assert [block.ref for block in outline.sections[0].blocks][-4:] == [
        "1.4a",
        "1.4a1",
        "1.4a2",
        "1.4b",
    ]
    assert notes(outline) == [
        "A picture: “En cykel”.",
        "Page header: “Nabo Kommune”.",
        "Page footer: “Side”.",
    ]
    assert outline.dropped[0].place == "text 13, under “Mål”"


def test_the_sample_reads_back_without_a_doubt() -> None:
    outline = read_document(SAMPLE.read_bytes(), name=SAMPLE.name)
    assert (outline.doubts, outline.dropped) == ((), ())
    assert [theme.name for theme in outline.themes] == ["Fællesskab", "Åbenhed", "Ansvar"]
    ours = Counter(outline.words())
    numbers = Counter(section.number for section in outline.sections)
    assert ours - numbers == Counter(" ".join(text for _style, text in TEXT).split())


CHANGES = (
    '<w:p><w:r><w:t xml:space="preserve">Vi </w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>skal'
    '</w:delText></w:r></w:del><w:ins w:id="2" w:author="a"><w:r><w:t xml:space="preserve">vil </w:t></w:r>'
    "</w:ins><w:r><w:t>lytte.</w:t></w:r></w:p>"
)


def test_tracked_changes_are_accepted_and_told_of() -> None:
    outline = read(styled("Heading1", "Mål", '<w:outlineLvl w:val="0"/>') + CHANGES)
    assert shape(outline)[0][2] == [("text", 0, "Vi vil lytte.")]
    assert notes(outline) == ["Text that tracked changes delete: “skal”."]


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    first = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Vi vil </w:t></w:r></w:p>'
    outline = read(heading("Mål") + first + files.paragraph("lytte."))
    assert shape(outline)[0][2] == [("text", 0, "Vi vil lytte.")]


def test_deleted_and_moved_paragraphs_and_rows() -> None:
    body = (
        heading("Mål")
        + '<w:moveFrom w:id="1">' + files.paragraph("Flyttet.") + "</w:moveFrom>"
        + '<w:moveTo w:id="2">' + files.paragraph("Flyttet.") + "</w:moveTo>"
        + "<w:tbl><w:tr><w:tc>" + files.paragraph("A") + "</w:tc><w:tc>" + files.paragraph("B")
        + "</w:tc></w:tr><w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc>" + files.paragraph("væk")
        + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    outline = read(body)
    assert shape(outline)[0][2] == [("text", 0, "Flyttet."), ("text", 0, "A; B")]
    assert notes(outline) == [
        "Text that tracked changes delete: “Flyttet.”.",
        "Text that tracked changes delete: “væk”.",
    ]


def heading(text: str, level: int = 0) -> str:
    return styled("x", text, f'<w:outlineLvl w:val="{level}"/>')


def test_hidden_text_and_prompts_are_told_of() -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hemmeligt</w:t></w:r><w:r><w:t>synligt</w:t></w:r></w:p>"
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + files.paragraph("Klik her") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    outline = read(heading("Mål") + hidden + prompt)
    assert shape(outline)[0][2] == [("text", 0, "synligt")]
    assert notes(outline) == ["Hidden text: “hemmeligt”.", "A field nobody filled: “Klik her”."]


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="r{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(["footnotes", "endnotes", "comments", "numbering", "styles"])
    )
    + "</Relationships>"
)


def part(name: str, content: str) -> str:
    return f'<w:{name} xmlns:w="{files.W}">{content}</w:{name}>'


def test_footnotes_stand_after_their_paragraph_and_after_a_whole_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Bullet"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    marked = "<w:p>{}<w:r><w:t>{}</w:t></w:r><w:r><w:{}Reference w:id='{}'/></w:r></w:p>"
    bullet = '<w:pPr><w:pStyle w:val="L"/></w:pPr>'
    body = (
        heading("Mål")
        + marked.format("", "Vi vil", "footnote", 2)
        + marked.format(bullet, "et", "endnote", 2)
        + styled("L", "to")
        + files.paragraph("Slut.")
    )
    note = "<w:{0} w:id='2'>" + files.paragraph("{1}") + "</w:{0}>"
    lines = "<w:footnote w:type='separator' w:id='0'>" + files.paragraph("---") + "</w:footnote>"
    outline = read(
        body,
        {
            "word/_rels/document.xml.rels": RELATIONS,
            "word/styles.xml": part("styles", styles),
            "word/footnotes.xml": part(
                "footnotes",
                lines + note.format("footnote", "Første note.") + "<w:footnote w:id='3'>"
                + files.paragraph("Glemt.") + "</w:footnote>",
            ),
            "word/endnotes.xml": part("endnotes", note.format("endnote", "Anden note.")),
        },
    )  # fmt: skip
    assert shape(outline)[0][2] == [
        ("text", 0, "Vi vil[1]"),
        ("text", 0, "[1] Første note."),
        ("item", 1, "et[2]"),
        ("item", 1, "to"),
        ("text", 0, "[2] Anden note."),
        ("text", 0, "Slut."),
    ]
    assert len(outline.doubts) == 2 + 1  # both notes, and no title
    assert notes(outline) == ["A footnote that nothing refers to: “Glemt.”."]


def test_comments_are_told_of_where_they_stand() -> None:
    body = (
        heading("Mål")
        + "<w:p><w:r><w:t>Vi.</w:t></w:r><w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    comments = "".join(
        f"<w:comment w:id='{i}' w:author='Per'>{files.paragraph(text)}</w:comment>"
        for i, text in ((1, "Enig?"), (2, "Forældreløs"))
    )
    rels = {
        "word/_rels/document.xml.rels": RELATIONS,
        "word/comments.xml": part("comments", comments),
    }
    outline = read(body, rels)
    assert notes(outline) == [
        "A comment in the margin: “Enig?”.",
        "A comment in the margin: “Forældreløs”.",
    ]
    assert [note.place for note in outline.dropped] == ["text 2, under “Mål”", ""]


def test_a_text_box_is_told_of_once() -> None:
    """Word writes it twice, for new programs and for old ones."""
    box = (
        "<w:txbxContent>" + files.paragraph("Husk") + files.paragraph("dette") + "</w:txbxContent>"
    )
    drawing = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>'
        f"<wps>{box}</wps></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Tekst.</w:t></w:r></w:p>"
    )
    outline = read(heading("Mål") + drawing)
    assert shape(outline)[0][2] == [("text", 0, "Tekst.")]
    assert notes(outline) == ["A text box: “Husk dette”."]


def test_a_chart_and_another_file_are_told_of() -> None:
    chart = "<w:p><w:r><w:drawing><c:chart xmlns:c='c'/></w:drawing></w:r></w:p>"
    outline = read(heading("Mål") + files.paragraph("a") + chart + "<w:altChunk/>")
    assert notes(outline) == [
        "A diagram, a chart or an embedded file.",
        "Another file that is put into this one.",
    ]


def test_a_table_of_contents_is_told_of() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        "</w:sdtPr><w:sdtContent>" + files.paragraph("Indhold") + files.paragraph("Mål 2")
        + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    outline = read(contents + heading("Mål") + files.paragraph("Tekst."))
    assert len(outline.sections) == 1
    assert notes(outline) == ["Table of contents: “Indhold”.", "Table of contents: “Mål 2”."]


NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
)
NUMBERED = {"word/_rels/document.xml.rels": RELATIONS, "word/numbering.xml": NUMBERING}


def counted(text: str, level: int, more: str = "", num: int = 1) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return styled("x", text, numbering + more)


def test_numbers_that_word_counts() -> None:
    top, sub = '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>'
    body = (
        counted("Indledning", 0, top)
        + counted("Formål", 1, sub)
        + files.paragraph("Tekst.")
        + counted("Læsning", 1, sub)
        + counted("et", 2)
        + counted("Mål", 0, top)
        + counted("Først", 1, sub)
        + counted("Bilag", 0, top, num=2)
    )
    outline = read(body, NUMBERED)
    assert shape(outline) == [
        (
            "1",
            "Indledning",
            [
                ("heading", 0, "1.1 Formål"),
                ("text", 0, "Tekst."),
                ("heading", 0, "1.2 Læsning"),
                ("item", 1, "et"),
            ],
        ),
        ("2", "Mål", [("heading", 0, "2.1 Først")]),
        ("7", "Bilag", []),
    ]


def test_numbers_that_somebody_typed() -> None:
    body = "".join(
        heading(text) + files.paragraph("Tekst.")
        for text in ("Forord", "1. Indledning", "2. Mål", "10 gode råd", "2. Mål igen", "Bilag")
    )
    outline = read(body)
    assert [(s.number, s.heading) for s in outline.sections] == [
        ("A", "Forord"),
        ("1", "Indledning"),
        ("2", "Mål"),
        ("B", "10 gode råd"),
        ("C", "Mål igen"),
        ("D", "Bilag"),
    ]


def bold(text: str) -> str:
    return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_bold_lines_are_headings_with_a_doubt() -> None:
    body = bold("Kulturpolitik") + bold("Vision") + files.paragraph("Vi vil synge.") + bold("Mål")
    outline = read(body + files.paragraph("Flere sange."))
    assert outline.title == "Kulturpolitik"
    assert [section.heading for section in outline.sections] == ["Vision", "Mål"]
    assert [note.message for note in outline.doubts] == [
        "Taken for a heading because it is bold: “Vision”.",
        "Taken for a heading because it is bold: “Mål”.",
    ]
    assert outline.doubts[1].place == "text 4"


def test_numbered_lines_are_headings_with_a_doubt() -> None:
    lines = [
        "Kulturpolitik",
        "1. Vision",
        "Vi vil synge.",
        "2. Mål",
        "Flere sange.",
        "- mange",
        "- nye",
    ]
    outline = read("".join(map(files.paragraph, lines)))
    assert shape(outline) == [
        ("1", "Vision", [("text", 0, "Vi vil synge.")]),
        ("2", "Mål", [("text", 0, "Flere sange."), ("item", 1, "mange"), ("item", 1, "nye")]),
    ]
    assert len(outline.doubts) == 2


def test_without_any_heading_it_is_one_section_with_a_doubt() -> None:
    outline = read(files.paragraph("Vi vil synge mere.") + files.paragraph("Og danse."))
    assert shape(outline) == [
        ("1", "politik", [("text", 0, "Vi vil synge mere."), ("text", 0, "Og danse.")])
    ]
    assert "No headings were found; all of it is one section." in [
        n.message for n in outline.doubts
    ]


def test_a_lonely_first_heading_is_the_title() -> None:
    outline = read(heading("Kulturpolitik") + heading("Mål", 1) + files.paragraph("Sang."))
    assert (outline.title, shape(outline)) == (
        "Kulturpolitik",
        [("1", "Mål", [("text", 0, "Sang.")])],
    )


def cell(*texts: str, more: str = "") -> str:
    inside = "".join(map(files.paragraph, texts))
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inside}</w:tc>"


def test_merged_cells_an_empty_column_and_a_table_within() -> None:
    inner = f"<w:tbl><w:tr>{cell('indre')}{cell('ting')}</w:tr></w:tbl>"
    rows = [
        cell("Emne") + cell("Mål") + cell("Note"),
        cell("Sang", more='<w:vMerge w:val="restart"/>') + cell("kor", inner) + cell(""),
        cell("", more="<w:vMerge/>") + cell("band") + cell(""),
        cell("Alle", more='<w:gridSpan w:val="3"/>'),
    ]
    inside = rows[1].replace("&lt;", "<").replace(files.paragraph(inner), inner)
    rows[1] = inside
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    outline = read(heading("Mål") + table)
    assert [text for _kind, _level, text in shape(outline)[0][2]] == [
        "Emne: Sang; Mål: kor indre ting",
        "Emne: Sang; Mål: band",
        "Emne: Alle",
    ]
    assert notes(outline) == ["The head of an empty table column: “Note”."]


def test_a_box_of_one_cell_is_a_call_out() -> None:
    outline = read(heading("Mål") + f"<w:tbl><w:tr>{cell('Husk!', 'Alle er med.')}</w:tr></w:tbl>")
    assert [kind for kind, _level, _text in shape(outline)[0][2]] == ["callout", "callout"]


def test_letters_are_cleaned() -> None:
    words = "<w:p><w:r><w:t>a\u0301\u200b\u00a0b</w:t><w:softHyphen/><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>"
    assert shape(read(heading("Mål") + words))[0][2] == [("text", 0, "á b c-d")]


def test_a_name_is_cleaned_for_messages() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_document(b"", name="a\x00b\ud800.docx")
    assert str(refused.value) == "a b .docx is empty."


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(ImportRefused, match="holds no text"):
        read("<w:p/>")


@pytest.mark.parametrize(
    ("name", "said"),
    [("politik.docx", ""), ("politik", ""), ("politik.pdf", "PDF"), ("politik.xyz", "XYZ")],
)
def test_a_wrong_ending_is_a_doubt(name: str, said: str) -> None:
    doubts = [note.message for note in read_document(files.good_docx(), name=name).doubts]
    expected = f"The name says {said}, but the file is DOCX and was read as that."
    assert doubts == ([expected] if said else [])


def test_words_of_the_raw_file_are_all_there() -> None:
    """Whatever stands in a text element of the file is in the outline or told of."""
    data = another_municipality()
    outline = read_document(data, name="a.docx")
    ours = Counter(re.findall(r"\w+", " ".join([*outline.words(), *notes(outline)])))
    document = docx.Document(io.BytesIO(data))
    theirs = Counter(
        re.findall(r"\w+", " ".join(t.text or "" for t in document.element.iter(qn("w:t"))))
    )
    assert not theirs - ours
