"""A Markdown file: headings, lists, tables, notes, and what Markdown has that a policy has not."""

import pytest

from policies.importers.document import read_document
from policies.importers.outline import ImportRefused, Outline


def read(text: str, name: str = "politik.md") -> Outline:
    return read_document(text.encode(), name=name)


def blocks(outline: Outline) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for section in outline.sections for b in section.blocks]


EVERYTHING = """---
author: Per
---
# Havnepolitik

## 1. Vision

Havnen er *for* **alle**[^a], se [kortet](http://havn.example).
Også om `vinteren`.

[^a]: En note
    over to linjer.

### Steder

1. kajen
   - den gamle
   - den nye

     med kraner
2. molen ![En mole](mole.png)

| Sted | År |
|------|----|
| Kaj  | 2028 |

> Husk redningskransen.

    kode

<!-- skal slettes -->

## 2. Mål

Flere både.<br>
"""


def test_everything() -> None:
    outline = read(EVERYTHING)
    assert outline.title == "Havnepolitik"
    assert [(s.number, s.heading) for s in outline.sections] == [("1", "Vision"), ("2", "Mål")]
    assert blocks(outline) == [
        ("text", 0, "Havnen er for alle[1], se kortet. Også om vinteren."),
        ("text", 0, "[1] En note over to linjer."),
        ("heading", 0, "Steder"),
        ("item", 1, "kajen"),
        ("item", 2, "den gamle"),
        ("item", 2, "den nye med kraner"),
        ("item", 1, "molen"),
        ("text", 0, "Sted: Kaj; År: 2028"),
        ("callout", 0, "Husk redningskransen."),
        ("text", 0, "kode"),
        ("text", 0, "Flere både."),
    ]
    assert [(note.message, note.where) for note in outline.dropped] == [
        ("Settings above the text: “author: Per”.", "line 1"),
        ("A picture: “En mole”.", "line 21"),
        ("HTML, or a comment in it: “skal slettes”.", "line 31"),
    ]


def test_a_text_file_with_markdown_headings_is_read_as_markdown() -> None:
    outline = read("# Plan\n\n## Mål\n\nMere.\n", name="plan.txt")
    assert outline.title == "Plan"
    assert [note.message for note in outline.doubts] == [
        "The name says TXT, but the file is Markdown and was read as that."
    ]


def test_a_markdown_file_without_headings_is_one_section() -> None:
    outline = read("Vi vil have *flere* både.\n\n- små\n- store\n")
    assert [section.heading for section in outline.sections] == ["politik"]
    assert len(blocks(outline)) == 3


def test_notes_that_are_missing_or_forgotten() -> None:
    outline = read("# P\n\n## Mål\n\nMere[^x].\n\n[^y]: Glemt.\n")
    assert blocks(outline) == [("text", 0, "Mere[^x].")]
    assert [note.message for note in outline.dropped] == [
        "A footnote that nothing refers to: “Glemt.”."
    ]


@pytest.mark.parametrize("deep", ["> " * 200 + "a", "".join("  " * i + "- a\n" for i in range(80))])
def test_what_is_nested_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(ImportRefused, match="nested too deep"):
        read(f"# P\n\n## Mål\n\n{deep}")


def test_windows_line_ends() -> None:
    assert (
        read("# P\r\n\r\n## Mål\r\n\r\nMere\r\nog mere.\r\n").sections[0].blocks[0].text
        == "Mere og mere."
    )
