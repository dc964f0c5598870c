"""Which comments she wants to read: an order, a stance and a kind of sender, in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consultation.models import Comment, Hearing, RespondentType, Stance, WordsTally
from consultation.models.words import ANY
from policies.models import Paragraph

MOST_SAID = "flest"
NOT_STATED = "ikke-oplyst"


@dataclass(frozen=True)
class Choice:
    """`stance` and `kind` are "" for all; a stance that was not stated is NOT_STATED."""

    most_said: bool = False
    stance: str = ""
    kind: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Choice":
        """What the address's query asks for; what it cannot mean is passed over."""
        stance, kind = asked.get("holdning", ""), asked.get("som", "")
        return cls(
            most_said=asked.get("orden") == MOST_SAID,
            stance=stance if stance in {*Stance.values, NOT_STATED} else "",
            kind=kind if kind in RespondentType.values else "",
        )

    @property
    def is_all(self) -> bool:
        return not self.stance and not self.kind

    @property
    def leaves_nothing_out(self) -> bool:
        """True for the plain list: every comment, also the tombstones, the newest first."""
        return self.is_all and not self.most_said

    @property
    def stance_kept(self) -> str:
        """The stance as comments and tallies have it."""
        return "" if self.stance == NOT_STATED else self.stance or ANY

    @property
    def kind_kept(self) -> str:
        return self.kind or ANY

    def as_query(self) -> dict[str, str]:
        """The address's query that asks for this."""
        asked = {
            "orden": MOST_SAID if self.most_said else "",
            "holdning": self.stance,
            "som": self.kind,
        }
        return {name: value for name, value in asked.items() if value}

    def of_comments(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Those of them that readers may read and that this asks for."""
        wanted = Q(state__in=(Comment.State.PUBLISHED, Comment.State.REDACTED))
        if self.stance:
            wanted &= Q(stance=self.stance_kept)
        if self.kind:
            wanted &= Q(sender_kind=self.kind)
        return comments.filter(wanted)


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from; `count` None is not counted."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Facets:
    """What there is to choose between, how many of each, and how many are chosen."""

    stances: list[Option] = field(default_factory=list)
    kinds: list[Option] = field(default_factory=list)
    chosen: int = 0
    all: int = 0

    @classmethod
    def of(cls, hearing: Hearing, paragraph: Paragraph | None, choice: Choice) -> "Facets":
        """One query over the kept numbers: each list counted within what the other one chose."""
        tallies = WordsTally.objects.filter(hearing=hearing, paragraph=paragraph, fingerprint="")
        counts = {(t.stance, t.kind): t.count for t in tallies}
        stance, kind = choice.stance_kept, choice.kind_kept
        stances = [
            Option(o.value, o.label, counts.get((_kept(o.value), kind), 0))
            for o in stance_options()
        ]
        kinds = [Option(o.value, o.label, counts.get((stance, o.value), 0)) for o in kind_options()]
        return cls(
            [o for o in stances if o.count or o.value == choice.stance],
            [o for o in kinds if o.count or o.value == choice.kind],
            chosen=counts.get((stance, kind), 0),
            all=counts.get((ANY, ANY), 0),
        )

    @property
    def offer_a_choice(self) -> bool:
        """True when there is enough to choose between to be worth a form."""
        return self.all > 3


def _kept(stance: str) -> str:
    return "" if stance == NOT_STATED else stance


def stance_options() -> list[Option]:
    return [*_options(Stance.choices), Option(NOT_STATED, _("Not stated"))]


def kind_options() -> list[Option]:
    return _options(RespondentType.choices)


def _options(choices: Any) -> list[Option]:
    return [Option(value, str(label)) for value, label in choices]
