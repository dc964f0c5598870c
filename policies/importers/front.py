"""A document's title, and its label: what it calls itself while it is heard ("Høringsversion")."""

import re
from collections.abc import Sequence

_LABEL = (
    r"(?:(?:offentlig\s)?høring(?:sversion|sudkast|sudgave|sforslag)|udkast|forslag|kladde)"
    r"(?:\s(?:version\s|v\.?\s?|nr\.\s)?\d[\d.]*)?"
)
_LABELLED_TITLE = re.compile(rf"({_LABEL})(?:\s?:|\s[-–—])\s(.+)", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"\(?{_LABEL}(?:,\s.{{1,30}})?\)?", re.IGNORECASE)


def front(texts: Sequence[str]) -> tuple[str, str, bool, int]:
    """Title, label, whether the label came second, and how many of the texts they took."""
    texts = texts[:2]
    if texts and (both := labelled(texts[0])):
        return both[1], both[0], False, 1
    alone = [is_label(text) for text in texts]
    if len(texts) == 2 and alone[0]:
        return texts[1], texts[0], False, 2
    if len(texts) == 2 and alone[1]:
        return texts[0], texts[1], True, 2
    return (texts[0] if texts else ""), "", False, len(texts[:1])


def labelled(text: str) -> tuple[str, str] | None:
    """Label and title of "Høringsversion: Ishøjs Medborgerpolitik"."""
    both = _LABELLED_TITLE.fullmatch(text)
    return (both[1], both[2]) if both else None


def is_label(text: str) -> bool:
    """Whether the text is a label and nothing else."""
    return bool(_LABEL_ALONE.fullmatch(text))
