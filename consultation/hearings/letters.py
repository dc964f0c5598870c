"""Whole responses as everybody reads them: the list, the search in it, and one letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Case, Expression, F, Func, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Left
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from consultation.hearings.choice import Choice
from consultation.hearings.said import Said, attach_replies
from consultation.models import Comment, Hearing, Response, ResponseTally
from consultation.models.words import ANY

PAGE = 20
COMMENTS_IN_LIST = 3
EXCERPT = 400  # characters
BEFORE_FOUND = 120
PAGE_OF_LETTER = 50
LONGEST_SEARCH = 200

# Marks a found word on its way from the database, where < and > would be taken for markup.
_FOUND, _END, _LESS, _MORE = "\x02", "\x03", "\x04", "\x05"
_FOUND_WORDS = re.compile(f"{_FOUND}([^{_FOUND}{_END}]*){_END}")


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a comment, or where the words she searched for stand."""

    comment: Comment
    body: SafeString
    wording: SafeString


@dataclass
class Entry:
    response: Response
    excerpts: list[Excerpt] = field(default_factory=list)
    # How many more published comments the letter has, of the stance that is asked for.
    more: int = 0


@dataclass(frozen=True)
class Letters:
    """A page of the list, and the key of the next page ("" at the end)."""

    entries: list[Entry]
    older: str
    choice: Choice
    search: str

    @property
    def is_chosen(self) -> bool:
        return bool(self.search) or not self.choice.is_all

    @property
    def older_query(self) -> str:
        search = {"soeg": self.search} if self.search else {}
        return urlencode({**search, **self.choice.as_query(), "foer": self.older})


def letters(hearing: Hearing, asked: Mapping[str, str]) -> Letters:
    """At most 20 responses of which something is published, the newest number first.

    `asked` is the address's query: what is searched for, stance, kind of sender, and the number
    before which the page begins. Two queries, however many responses there are.
    """
    choice = Choice.of(asked)
    search = asked.get("soeg", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    query = SearchQuery(search, config="danish", search_type="websearch") if search else None
    comments = _wanted(hearing, choice, query)
    tallies = ResponseTally.objects.filter(hearing=hearing, stance=choice.stance_kept, count__gt=0)
    if choice.kind:
        tallies = tallies.filter(kind=choice.kind)
    if query:
        tallies = tallies.filter(response__in=comments.values("response"))
    before = asked.get("foer", "")
    if before.isascii() and before.isdecimal() and len(before) < 10:
        tallies = tallies.filter(number__lt=int(before))
    first = comments.filter(response=OuterRef("response")).order_by("pk").values("pk")
    tallies = tallies.annotate(first=ArraySubquery(first[:COMMENTS_IN_LIST]))
    page = list(tallies.select_related("response").order_by("-number")[: PAGE + 1])
    older = str(page[PAGE - 1].number) if len(page) > PAGE else ""
    return Letters(_entries(hearing, page[:PAGE], query), older, choice, search)


def _wanted(hearing: Hearing, choice: Choice, query: SearchQuery | None) -> QuerySet[Comment]:
    comments = Comment.objects.readable().filter(hearing=hearing)
    if choice.stance:
        comments = comments.filter(stance=choice.stance_kept)
    return comments.filter(searchable=query) if query else comments


def _entries(
    hearing: Hearing, tallies: Sequence[ResponseTally], query: SearchQuery | None
) -> list[Entry]:
    wanted = [pk for tally in tallies for pk in tally.first]  # type: ignore[attr-defined]
    comments = _with_excerpts(Comment.objects.readable().filter(pk__in=wanted), query)
    by_response: dict[int, list[Excerpt]] = {}
    for comment in comments:
        told, worded = comment.told, comment.worded  # type: ignore[attr-defined]
        piece = Excerpt(comment, excerpt(told), excerpt(worded))
        by_response.setdefault(comment.response_id, []).append(piece)
    entries = []
    for tally in tallies:
        tally.response.hearing = hearing
        excerpts = by_response.get(tally.response_id, [])
        entries.append(Entry(tally.response, excerpts, max(tally.count - len(excerpts), 0)))
    return entries


def _with_excerpts(comments: QuerySet[Comment], query: SearchQuery | None) -> QuerySet[Comment]:
    """With the beginning of each text (`told`, `worded`), or all of it with found words marked."""
    published = {"state": Comment.State.PUBLISHED}
    told = Case(When(**published, then=F("body")), default=F("public_body"))
    worded = Case(
        When(**published, then=F("proposed_text")), default=Value(""), output_field=TextField()
    )
    return (
        comments.select_related("paragraph")
        .only("response", "stance", "state", "language", "paragraph__ref")
        .annotate(told=_piece(told, query), worded=_piece(worded, query))
        .order_by("pk")
    )


def _piece(text: Expression, query: SearchQuery | None) -> Expression:
    if query is None:
        return Left(text, EXCERPT + 1, output_field=TextField())
    plain = Func(
        text,
        Value(f"<>{_FOUND}{_END}"),
        Value(f"{_LESS}{_MORE}"),
        function="translate",
        output_field=TextField(),
    )
    return SearchHeadline(
        plain, query, config="danish", start_sel=_FOUND, stop_sel=_END, highlight_all=True
    )


def excerpt(text: str) -> SafeString:
    """A piece of a text that is not too long, with its found words in <mark>, and escaped.

    It begins shortly before the first of them, or where the text begins.
    """
    first = max(text.find(_FOUND), 0)
    start = _word_at(text, first - BEFORE_FOUND) if first > BEFORE_FOUND else 0
    end = len(text) if len(text) <= start + EXCERPT else _word_at(text, start + EXCERPT)
    cut = text[start:end].strip()
    pieces: list[SafeString] = []
    at = 0
    for found in _FOUND_WORDS.finditer(cut):
        pieces += [_plain(cut[at : found.start()]), _marked(found[1])]
        at = found.end()
    told = "".join([*pieces, _plain(cut[at:])])
    return SafeString(f"{'… ' if start else ''}{told}{' …' if end < len(text) else ''}")


def _word_at(text: str, place: int) -> int:
    """Where the word at that place begins; the place itself in a word that never ends."""
    blank = max(text.rfind(" ", place - 40, place), text.rfind("\n", place - 40, place))
    return place if blank < 0 else blank + 1


def _marked(words: str) -> SafeString:
    return format_html("<mark>{}</mark>", _plain(words))


def _plain(text: str) -> SafeString:
    for placeholder, character in ((_LESS, "<"), (_MORE, ">"), (_FOUND, ""), (_END, "")):
        text = text.replace(placeholder, character)
    return conditional_escape(text)


@dataclass(frozen=True)
class Letter:
    """A page of one response, and the key of the next page ("" at the end)."""

    response: Response
    said: list[Said]
    further: str


def letter(hearing: Hearing, number: int, *, at: datetime, after: str) -> Letter:
    """One response as it may be read: its decided comments in the order in which they were sent.

    A response of which nothing is published is not found, like one that was never sent.
    """
    if not hearing.shows_comments(at):
        raise Http404
    readable = Response.objects.filter(hearing=hearing, tallies__stance=ANY, tallies__count__gt=0)
    response = get_object_or_404(readable, number=number)
    response.hearing = hearing
    comments = Comment.objects.decided().filter(response=response).order_by("pk")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        comments = comments.filter(pk__gt=int(after))
    page = list(comments.select_related("paragraph__theme")[: PAGE_OF_LETTER + 1])
    said = [Said(comment) for comment in page[:PAGE_OF_LETTER]]
    attach_replies(hearing, said, at=at)
    further = str(said[-1].comment.pk) if len(page) > PAGE_OF_LETTER else ""
    return Letter(response, said, further)
