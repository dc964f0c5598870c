"""Made-up documents, written by the programs people use: what was meant comes back, every word.

python-docx, odfpy, typst and plain Markdown write what the author of `test_text_words` made up.
"""

import io
from collections import Counter
from collections.abc import Callable
from random import Random

import docx
import mammoth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import teletype
from odf.opendocument import OpenDocumentText, load
from odf.style import ParagraphProperties, Style
from odf.text import H, List, ListItem, P

from policies.importers.document import read_document
from policies.importers.outline import Outline
from tests.policies.importers import files
from tests.policies.importers.test_text_words import Author, Document, Made, found_shape, made_shape

PARAGRAPH_STYLES = {"text": "Normal", "heading": "Heading 2"}


def as_docx(made: Document) -> bytes:
    document = docx.Document()
    document.add_paragraph(made.label)
    document.add_heading(made.title, 0)
    for heading, blocks in made.sections:
        document.add_heading(heading, 1)
        for block in blocks:
            item = "List Bullet" if block.level < 2 else f"List Bullet {block.level}"
            document.add_paragraph(block.text, style=PARAGRAPH_STYLES.get(block.kind, item))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_odt(made: Document) -> bytes:
    document = OpenDocumentText()
    title = Style(name="Title", family="paragraph")
    title.addElement(ParagraphProperties())
    document.styles.addElement(title)
    document.text.addElement(P(text=made.label))
    document.text.addElement(P(text=made.title, stylename=title))
    for heading, blocks in made.sections:
        document.text.addElement(H(outlinelevel=1, text=heading))
        for block in blocks:
            if block.kind == "item":
                add_item(document, block)
            elif block.kind == "heading":
                document.text.addElement(H(outlinelevel=2, text=block.text))
            else:
                document.text.addElement(P(text=block.text))
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def add_item(document: OpenDocumentText, block: Made) -> None:
    """An item in the last list of the document, or in a new one."""
    last = document.text.lastChild
    within = last if last.qname[1] == "list" else List()
    if within is not last:
        document.text.addElement(within)
    if block.level == 2:
        inner = [each for each in within.lastChild.childNodes if each.qname[1] == "list"]
        deeper = inner[0] if inner else List()
        if not inner:
            within.lastChild.addElement(deeper)
        within = deeper
    item = ListItem()
    item.addElement(P(text=block.text))
    within.addElement(item)


def as_markdown(made: Document) -> bytes:
    rows = [f"# {made.title}", made.label]
    for heading, blocks in made.sections:
        rows.append(f"## {heading}")
        for block in blocks:
            mark = {"heading": "### ", "text": ""}.get(block.kind, "  " * (block.level - 1) + "- ")
            rows.append(mark + block.text)
    return "\n\n".join(rows).encode()


def as_pdf(made: Document) -> bytes:
    rows = ["#set page(width: 12cm, height: 17cm, margin: 2cm, numbering: none)"]
    rows += ["#set text(hyphenate: true, size: 11pt)", f"#title({quote(made.title)})"]
    rows.append(f"#par({quote(made.label)})")
    for heading, blocks in made.sections:
        rows.append(f"= #{quote(heading)}")
        for block in blocks:
            mark = {"heading": "== ", "text": ""}.get(block.kind, "  " * (block.level - 1) + "- ")
            gap = "" if block.kind == "item" else "\n"
            rows.append(f"{gap}{mark}#{quote(block.text)}{gap}")
    return files.good_pdf("\n".join(rows))


def quote(text: str) -> str:
    assert '"' not in text
    return f'"{text}"'


def words_of(outline: Outline) -> list[str]:
    """Words of the outline in any order: a label comes before or after its title."""
    return sorted(outline.words())


def bare(made: Document) -> list[str]:
    return sorted(made.words())


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "politik.docx": as_docx,
    "politik.odt": as_odt,
    "politik.md": as_markdown,
    "politik.pdf": as_pdf,
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_words_and_structure_come_back(name: str, seed: int) -> None:
    made = Author(Random(seed)).document()
    outline = read_document(WRITERS[name](made), name=name)
    assert (outline.title, outline.label) == (made.title, made.label)
    assert found_shape(outline) == made_shape(made)
    assert words_of(outline) == bare(made)
    assert outline.dropped == ()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_words_come_back_from_a_pdf_without_tags(seed: int) -> None:
    """The words all; the structure only where a page shows it, so that is not asked for here."""
    made = Author(Random(seed)).document()
    outline = read_document(files.untagged(as_pdf(made)), name="politik.pdf")
    assert outline.title == made.title
    assert [s.heading for s in outline.sections if s.heading] == [h for h, _ in made.sections]
    dropped = [word for note in outline.dropped for word in note.message.split()]
    assert sorted(spoken(words_of(outline) + dropped)) == sorted(spoken(bare(made)))


def spoken(words: list[str]) -> list[str]:
    """Without lonely dashes: at the beginning of a line one may be a bullet."""
    return [word for word in words if word != "–"]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_other_readers_find_the_same_letters(seed: int) -> None:
    """mammoth and odfpy are asked what stands in the files; they number no sections."""
    made = Author(Random(seed)).document()
    word, libre = as_docx(made), as_odt(made)
    for name, text in (
        ("politik.docx", mammoth.extract_raw_text(io.BytesIO(word)).value),
        ("politik.odt", teletype.extractText(load(io.BytesIO(libre)).text)),
    ):
        outline = read_document({"politik.docx": word, "politik.odt": libre}[name], name=name)
        counted = "".join(section.number for section in outline.sections)
        ours = Counter("".join(outline.words()))
        assert ours - Counter(counted) == Counter("".join(text.split()))
