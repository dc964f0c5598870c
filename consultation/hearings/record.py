"""How many comments were hidden, and why: what everybody may check of the municipality's review.

Numbers of 1–4 are not told: they may point at a person. What is not told cannot be computed from
the rest either, since the whole is then told only as "at least" (docs/decisions/0026).
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from consultation.models import CommentTally, Hearing, Reason
from consultation.models.comment import READABLE

# The smallest number that is told, beside 0.
SMALLEST = 5


@dataclass(frozen=True)
class Told:
    """A number as readers get it: exactly, as fewer than five, or as at least so many."""

    number: int
    fewer: bool = False
    at_least: bool = False


@dataclass(frozen=True)
class Record:
    # Whole or in part: the other pages tell the two together, and with one of them alone a reader
    # could subtract.
    readable: int
    whole: Told
    reasons: list[tuple[str, Told]]


def record_of(hearing: Hearing) -> Record:
    """Two queries: the kept tallies, and the few that are hidden by their index."""
    readable = CommentTally.objects.filter(hearing=hearing, state__in=READABLE)
    by_reason = Counter(
        dict(
            hearing.comments.exclude(hidden_reason="")
            .order_by()
            .values_list("hidden_reason")
            .annotate(Count("pk"))
        )
    )
    reasons = [(str(reason.label), told(by_reason[reason])) for reason in Reason]
    return Record(
        sum(readable.values_list("count", flat=True)),
        whole([number for _label, number in reasons]),
        reasons,
    )


def told(number: int) -> Told:
    """One cell."""
    return Told(SMALLEST, fewer=True) if 0 < number < SMALLEST else Told(number)


def whole(cells: list[Told]) -> Told:
    """The sum of the cells, from what is told of them and nothing else."""
    small = sum(cell.fewer for cell in cells)
    shown = sum(cell.number for cell in cells if not cell.fewer)
    # Each of the small ones is one at least.
    return Told(shown + small, at_least=bool(small))
