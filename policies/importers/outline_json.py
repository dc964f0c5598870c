"""An outline as JSON and back, between the process that reads a file and the one that asked."""

import json
from dataclasses import asdict
from typing import Any

from policies.importers.outline import Block, Note, Outline, SectionOutline, ThemeOutline


def to_json(outline: Outline) -> str:
    """The whole outline; `from_json` makes the same one of it."""
    return json.dumps(asdict(outline))


def from_json(text: str) -> Outline:
    """The outline that `to_json` wrote. Anything else, however alike, is a `ValueError`."""
    try:
        return _outline(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("This is no outline.") from error


def _outline(found: dict[str, Any]) -> Outline:
    return Outline(
        _text(found["title"]),
        _text(found["label"]),
        tuple(_section(each) for each in found["sections"]),
        tuple(ThemeOutline(_text(t["name"]), _text(t["statement"])) for t in found["themes"]),
        tuple(_note(each) for each in found["doubts"]),
        tuple(_note(each) for each in found["dropped"]),
        label_follows_title=found["label_follows_title"] is True,
    )


def _section(found: dict[str, Any]) -> SectionOutline:
    blocks = tuple(
        Block(
            _text(each["kind"]),
            _text(each["text"]),
            _number(each["level"]),
            _text(each["ref"]),
            _text(each["theme"]),
        )
        for each in found["blocks"]
    )
    return SectionOutline(_text(found["number"]), _text(found["heading"]), blocks)


def _note(found: dict[str, Any]) -> Note:
    line = found["line"]
    return Note(
        _text(found["message"]), None if line is None else _number(line), _text(found["place"])
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
