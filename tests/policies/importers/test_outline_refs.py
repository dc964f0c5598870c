"""Refs: how people cite a paragraph, and the outline's own counting and printing."""

import pytest

from policies.importers.outline import (
    Block,
    Note,
    Outline,
    SectionOutline,
    ThemeOutline,
    describe,
    with_refs,
)


def section(number: str, *shape: str) -> SectionOutline:
    """A section from kinds, items as "-" signs by depth: section("4", "text", "-", "--")."""
    blocks = [
        Block("item", f"item {i}", level=len(kind)) if kind[0] == "-" else Block(kind, f"block {i}")
        for i, kind in enumerate(shape)
    ]
    return SectionOutline(number, f"Section {number}", tuple(blocks))


def refs(*sections: SectionOutline) -> list[str]:
    return [block.ref for one in with_refs(sections) for block in one.blocks]


def test_blocks_run_on_and_items_take_letters() -> None:
    found = refs(section("4", "text", "heading", "-", "-", "callout", "-", "figure"))
    assert found == ["4.1", "4.2", "4.2a", "4.2b", "4.3", "4.3a", "4.4"]


def test_nested_items_take_digits_then_letters() -> None:
    found = refs(section("4", "text", "-", "--", "--", "---", "---", "--", "-", "--"))
    assert found == ["4.1", "4.1a", "4.1a1", "4.1a2", "4.1a2a", "4.1a2b", "4.1a3", "4.1b", "4.1b1"]


def test_an_item_skips_no_level() -> None:
    assert refs(section("1", "text", "---", "---")) == ["1.1", "1.1a", "1.1a1"]


def test_more_items_than_letters() -> None:
    found = refs(section("2", "text", *["-"] * 54))
    assert [found[i] for i in (1, 26, 27, 28, 52, 53)] == [
        *("2.1a", "2.1z", "2.1aa", "2.1ab", "2.1az", "2.1ba")
    ]


def test_an_item_before_any_block_hangs_on_the_section() -> None:
    assert refs(section("4", "-", "--", "-", "text", "-")) == ["4a", "4a1", "4b", "4.1", "4.1a"]


def test_sections_are_counted_apart() -> None:
    assert refs(section("1", "text", "text"), section("2", "text")) == ["1.1", "1.2", "2.1"]


@pytest.mark.parametrize(
    "numbers",
    [("1", "1"), ("", ""), ("1", "1-2", "1"), ("", "1"), ("1", "1.1"), ("a b", "a-b"), ("4", "4a")],
)
def test_refs_are_unique_whatever_the_section_numbers(numbers: tuple[str, ...]) -> None:
    found = refs(*(section(number, *["-"] * 28, "text", "-", "--", "text") for number in numbers))
    assert len(set(found)) == len(found) == 32 * len(numbers)
    assert not any(set(ref) & set(" /?#") for ref in found)


def test_the_rest_of_a_block_is_kept() -> None:
    block = Block("item", "Words", level=2, theme="Ansvar")
    (found,) = with_refs([SectionOutline("1", "A", (block,))])
    assert found.blocks[0] == Block("item", "Words", level=2, ref="1a", theme="Ansvar")


OUTLINE = Outline(
    "A policy",
    "Draft",
    with_refs([SectionOutline("0", "", (Block("text", "Before."),)), section("1", "text", "-")]),
    themes=(ThemeOutline("Trust", "We trust"),),
    doubts=(Note("A doubt", 7),),
    dropped=(Note("A page number", None),),
)


def test_words_in_reading_order() -> None:
    text = "Draft A policy Before. 1 Section 1 block 0 item 1"
    assert OUTLINE.words() == text.split()
    assert OUTLINE.paragraph_count == 3


def test_describe_shows_refs_doubts_and_drops() -> None:
    printed = describe(OUTLINE)
    for part in ("A policy", "Draft", "0.1", "1.1a", "Trust: We trust", "A doubt", "A page number"):
        assert part in printed
    assert "7" in next(line for line in printed.splitlines() if "A doubt" in line)
