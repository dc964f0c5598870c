"""What has been said to a paragraph and may be read: in an order, of a choice, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery

from consultation.hearings.choice import Choice, Facets
from consultation.hearings.said import Said, attach_replies
from consultation.models import Comment, CommentTally, Hearing, WordsTally
from policies.models import Paragraph

PAGE = 50


@dataclass(frozen=True)
class Conversation:
    """A page of it, and the key of the next page ("" at the end)."""

    said: list[Said] = field(default_factory=list)
    older: str = ""
    shown: bool = True
    choice: Choice = field(default_factory=Choice)
    facets: Facets = field(default_factory=Facets)
    # How many tombstones this choice leaves out.
    hidden: int = 0

    @property
    def older_query(self) -> str:
        """The address of the next page, as the query of this one's."""
        return urlencode({**self.choice.as_query(), "foer": self.older})


def conversation(
    hearing: Hearing, paragraph: Paragraph | None, *, at: datetime, asked: Mapping[str, str]
) -> Conversation:
    """A page of at most 50 decided comments on the paragraph (None: the general comments).

    `asked` is the address's query: which order, stance and kind of sender, and the key after which
    the page begins. What makes no sense in it is passed over. The number of queries is the same
    for ten comments as for ten thousand, and each reads an index in the order it is shown.
    """
    if not hearing.shows_comments(at):
        return Conversation(shown=False)
    choice = Choice.of(asked)
    comments = Comment.objects.filter(hearing=hearing, paragraph=paragraph)
    wanted = comments.decided() if choice.leaves_nothing_out else choice.of_comments(comments)
    key = asked.get("foer", "")
    if choice.most_said:
        page, older = _most_said(_words(hearing, paragraph, choice), wanted, key)
    else:
        page, older = _newest(wanted, key)
    for said in page:
        said.comment.paragraph = paragraph
    attach_replies(hearing, page, at=at)
    return Conversation(
        page,
        older,
        choice=choice,
        facets=Facets.of(hearing, paragraph, choice),
        hidden=0 if choice.leaves_nothing_out else _hidden(hearing, paragraph),
    )


def _newest(comments: QuerySet[Comment], key: str) -> tuple[list[Said], str]:
    # By paragraph too, although there is only one: so the index gives the order also of none.
    comments = comments.select_related("response").order_by("paragraph_id", "-id")
    before = _numbers(key, 1)
    if before:
        comments = comments.filter(pk__lt=before[0])
    page = list(comments[: PAGE + 1])
    older = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    return [Said(comment) for comment in page[:PAGE]], older


def _words(hearing: Hearing, paragraph: Paragraph | None, choice: Choice) -> QuerySet[WordsTally]:
    tallies = WordsTally.objects.filter(
        hearing=hearing,
        paragraph=paragraph,
        stance=choice.stance_kept,
        kind=choice.kind_kept,
        count__gt=0,
    ).exclude(fingerprint="")
    return tallies.order_by("paragraph_id", "-count", "-id")


def _most_said(
    tallies: QuerySet[WordsTally], comments: QuerySet[Comment], key: str
) -> tuple[list[Said], str]:
    """The newest comment of each wording, with how many say the same.

    Wordings that were said equally often stand in the order in which they came, the latest first.
    """
    after = _numbers(key, 2)
    if after:
        count, pk = after
        tallies = tallies.filter(Q(count__lt=count) | Q(count=count, pk__lt=pk), count__lte=count)
    same = comments.filter(fingerprint=OuterRef("fingerprint"))
    newest = same.order_by("paragraph_id", "fingerprint", "-id").values("pk")[:1]
    page = list(tallies.annotate(newest=Subquery(newest))[: PAGE + 1])
    by_pk = comments.select_related("response").in_bulk([tally.newest for tally in page[:PAGE]])
    # One that was hidden between the two queries is gone, and so it should be.
    said = [Said(by_pk[t.newest], t.count) for t in page[:PAGE] if t.newest in by_pk]
    last = page[PAGE - 1] if len(page) > PAGE else None
    return said, f"{last.count}-{last.pk}" if last else ""


def _hidden(hearing: Hearing, paragraph: Paragraph | None) -> int:
    tallies = CommentTally.objects.filter(
        hearing=hearing, paragraph=paragraph, state=Comment.State.HIDDEN
    )
    return tallies.values_list("count", flat=True).first() or 0


def _numbers(key: str, wanted: int) -> list[int]:
    """The numbers a page's key is made of; none when it is no key of ours."""
    parts = key.split("-")
    if len(parts) != wanted or not all(
        p.isascii() and p.isdecimal() and len(p) < 18 for p in parts
    ):
        return []
    return [int(part) for part in parts]
