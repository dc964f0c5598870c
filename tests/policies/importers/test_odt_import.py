# ruff: noqa: E501  (XML reads better unbroken)
"""A LibreOffice file: its styles, lists, tables and notes; what is left out is told of."""

from policies.importers.document import read_document
from policies.importers.outline import Outline
from tests.policies.importers import files

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("o", "office"), ("t", "text"), ("b", "table"), ("d", "drawing"))
    + (("s", "style"), ("f", "xsl-fo-compatible"), ("g", "svg-compatible"))
)


def read(text: str, styles: str = "", more: str = "") -> Outline:
    content = (
        f"<o:document-content {SPACES}><o:automatic-styles>{styles}</o:automatic-styles>"
        f"<o:body><o:text>{text}</o:text></o:body></o:document-content>"
    )
    parts = {"styles.xml": f"<o:document-styles {SPACES}>{more}</o:document-styles>"}
    return read_document(files.raw_odt(content, parts), name="politik.odt")


def blocks(outline: Outline) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for section in outline.sections for b in section.blocks]


def notes(outline: Outline) -> list[str]:
    return [note.message for note in outline.dropped]


MAAL = '<t:h t:outline-level="1">Mål</t:h>'


def test_headings_lists_and_a_table() -> None:
    outline = read(
        '<t:p t:style-name="Title">Skovpolitik</t:p><t:p t:style-name="Subtitle">Høringsudkast</t:p>'
        + MAAL
        + '<t:p>Vi<t:s t:c="3"/>vil<t:tab/>have <t:span>flere</t:span><t:line-break/>træer.</t:p>'
        '<t:h t:outline-level="2">Steder</t:h>'
        "<t:list><t:list-item><t:p>i byen</t:p><t:p>ved åen</t:p>"
        "<t:list><t:list-item><t:p>og havnen</t:p></t:list-item></t:list></t:list-item>"
        "<t:list-item><t:p>på landet</t:p></t:list-item></t:list>"
        "<b:table><b:table-header-rows><b:table-row><b:table-cell><t:p>Træ</t:p></b:table-cell>"
        "<b:table-cell><t:p>Antal</t:p></b:table-cell></b:table-row></b:table-header-rows>"
        "<b:table-row><b:table-cell><t:p>Eg</t:p></b:table-cell><b:table-cell><t:p>12</t:p>"
        "</b:table-cell></b:table-row></b:table>"
    )
    assert (outline.title, outline.label) == ("Skovpolitik", "Høringsudkast")
    assert blocks(outline) == [
        ("text", 0, "Vi vil have flere træer."),
        ("heading", 0, "Steder"),
        ("item", 1, "i byen ved åen"),
        ("item", 2, "og havnen"),
        ("item", 1, "på landet"),
        ("text", 0, "Træ: Eg; Antal: 12"),
    ]
    assert [block.ref for block in outline.sections[0].blocks][2:5] == ["1.2a", "1.2a1", "1.2b"]


def test_headings_are_numbered_as_libreoffice_prints_them() -> None:
    numbers = (
        '<o:styles><t:outline-style><t:outline-level-style t:level="1" s:num-format="1" s:num-suffix="."/>'
        '<t:outline-level-style t:level="2" s:num-format="1" t:display-levels="2"/></t:outline-style></o:styles>'
    )
    outline = read(
        MAAL + '<t:h t:outline-level="2">Et</t:h><t:h t:outline-level="2">To</t:h>'
        '<t:h t:outline-level="1">Slut</t:h><t:h t:outline-level="2">Tre</t:h>',
        more=numbers,
    )
    assert [(s.number, s.heading) for s in outline.sections] == [("1", "Mål"), ("2", "Slut")]
    assert [text for _kind, _level, text in blocks(outline)] == ["1.1 Et", "1.2 To", "2.1 Tre"]


def test_footnotes_wait_for_the_end_of_a_list() -> None:
    note = "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>{}</t:p></t:note-body></t:note>"
    outline = read(
        MAAL + f"<t:list><t:list-item><t:p>et{note.format('Ja.')}</t:p></t:list-item>"
        f"<t:list-item><t:p>to</t:p></t:list-item></t:list><t:p>Slut{note.format('Nej.')}.</t:p>"
    )
    assert blocks(outline) == [
        ("item", 1, "et[1]"),
        ("item", 1, "to"),
        ("text", 0, "[1] Ja."),
        ("text", 0, "Slut[2]."),
        ("text", 0, "[2] Nej."),
    ]


def test_what_is_left_out_is_told_of() -> None:
    outline = read(
        "<t:tracked-changes><t:changed-region><t:deletion><o:change-info><t:p>x</t:p></o:change-info>"
        "<t:p>slettet</t:p></t:deletion></t:changed-region></t:tracked-changes>"
        "<t:table-of-content><t:index-body><t:p>Mål 1</t:p></t:index-body></t:table-of-content>"
        + MAAL
        + "<t:p>Tekst<o:annotation><t:p>Enig?</t:p></o:annotation>."
        "<d:frame><d:image/><g:desc>Et træ</g:desc></d:frame><d:frame><d:text-box><t:p>Boks</t:p></d:text-box></d:frame>"
        '<d:frame><d:object/></d:frame><t:span t:style-name="H">gemt</t:span></t:p>',
        styles='<s:style s:name="H" s:family="text"><s:text-properties t:display="none"/></s:style>',
        more="<o:master-styles><s:master-page><s:header><t:p>Skovby</t:p></s:header>"
        "<s:footer><t:p>Side</t:p></s:footer></s:master-page></o:master-styles>",
    )
    assert blocks(outline) == [("text", 0, "Tekst.")]
    assert notes(outline) == [
        "Text that tracked changes delete: “slettet”.",
        "Table of contents: “Mål 1”.",
        "Hidden text: “gemt”.",
        "A picture: “Et træ”.",
        "A text box: “Boks”.",
        "A diagram, a chart or an embedded file.",
        "A comment in the margin: “Enig?”.",
        "Page header: “Skovby”.",
        "Page footer: “Side”.",
    ]


def test_a_picture_with_its_caption_in_a_frame() -> None:
    outline = read(
        MAAL
        + '<t:p><d:frame><d:text-box><t:p t:style-name="Illustration"><d:frame><d:image/></d:frame>'
        "Figur 1: Et træ</t:p></d:text-box></d:frame></t:p>"
    )
    assert blocks(outline) == [("figure", 0, "Figur 1: Et træ")]
    assert notes(outline) == ["A picture."]


def test_bold_headings_by_an_automatic_style() -> None:
    outline = read(
        '<t:p t:style-name="B">Mål</t:p><t:p>Flere træer.</t:p><t:p t:style-name="B">Midler</t:p><t:p>Penge.</t:p>'.replace(
            "Mål", 'Skovpolitik</t:p><t:p t:style-name="B">Mål'
        ),
        styles='<s:style s:name="B" s:family="paragraph"><s:text-properties f:font-weight="bold"/></s:style>',
    )
    assert outline.title == "Skovpolitik"
    assert [section.heading for section in outline.sections] == ["Mål", "Midler"]


def test_cells_that_cover_others_and_columns_that_never_end() -> None:
    cell = "<b:table-cell{}><t:p>{}</t:p></b:table-cell>"
    covered = "<b:covered-table-cell/>"
    rows = [
        cell.format("", "A")
        + cell.format("", "B")
        + '<b:table-cell b:number-columns-repeated="16382"/>',
        cell.format(' b:number-rows-spanned="2"', "en") + cell.format("", "to"),
        covered + cell.format("", "tre"),
    ]
    outline = read(
        MAAL
        + "<b:table>"
        + "".join(f"<b:table-row>{row}</b:table-row>" for row in rows)
        + "</b:table>"
    )
    assert [text for _kind, _level, text in blocks(outline)][-2:] == [
        "A: en; B: to",
        "A: en; B: tre",
    ]
