"""What the sender is told before she sends: personal data in her own text. Never a block."""

from collections.abc import Iterable
from dataclasses import dataclass

from consultation.models import DraftComment
from consultation.personal_data import Found, find_personal_data


@dataclass(frozen=True)
class Warning:
    """One finding: the words, what they look like, and the comment they stand in (None: the
    general comment)."""

    words: str
    found: Found
    comment: DraftComment | None


def warnings_in(comments: Iterable[DraftComment], general: str) -> list[Warning]:
    """Every finding in the draft, in the order she reads it."""
    texts: list[tuple[DraftComment | None, str]] = []
    for comment in comments:
        texts += [(comment, comment.body), (comment, comment.proposed_text)]
    texts.append((None, general))
    return [
        Warning(text[found.start : found.end], found, comment)
        for comment, text in texts
        for found in find_personal_data(text)
    ]
