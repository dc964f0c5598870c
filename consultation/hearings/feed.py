"""What has happened in a hearing, as an Atom feed: its own events, and what is said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.models import Comment, DeadlineExtension, Hearing
from consultation.models.comment import CommentState
from consultation.models.hearing import DEADLINE_MINUTE
from consultation.templatetags.ordet import moment

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NEWEST = 50
# What XML 1.0 cannot carry. A citizen's text may hold it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `name` makes its id, which never changes."""

    name: str
    title: str
    link: str
    at: datetime
    html: str = ""
    changed_at: datetime | None = None


class _Feed(Atom1Feed):
    """Atom1Feed dates an empty feed by the clock; the bytes would never be the same twice."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)


_NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def hearing_feed(hearing: Hearing, at: datetime) -> str:
    """The hearing's events so far and the newest 50 comments readers may see, as XML."""
    entries = [*events(hearing, list(hearing.extensions.all()), at)]
    if hearing.shows_comments(at):
        entries += _comments(hearing)
    here = reverse("hearings:feed", args=[hearing.slug])
    return _written(hearing.title, here, hearing.get_absolute_url(), entries)


def all_hearings_feed(hearings: Iterable[Hearing], at: datetime) -> str:
    """The newest 50 events of these hearings, as XML."""
    found = {hearing.pk: hearing for hearing in hearings}
    extensions: dict[int, list[DeadlineExtension]] = {pk: [] for pk in found}
    for extension in DeadlineExtension.objects.filter(hearing__in=found):
        extensions[extension.hearing_id].append(extension)
    entries = [e for pk, h in found.items() for e in events(h, extensions[pk], at)]
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)[:NEWEST]
    title = _("Hearings in %(municipality)s") % {"municipality": settings.MUNICIPALITY}
    here = reverse("hearings:all_hearings_feed")
    return _written(title, here, reverse("hearings:list"), newest)


def events(hearing: Hearing, extensions: list[DeadlineExtension], at: datetime) -> Iterator[Entry]:
    """What has happened to the hearing itself until this moment."""
    title, link = {"title": hearing.title}, hearing.get_absolute_url()
    name = f"hearing/{hearing.pk}"
    if hearing.published_at is not None and hearing.published_at < hearing.opens_at:
        announced = _("Announced: %(title)s") % title
        opens = _("You can write from %(when)s.") % {"when": moment(hearing.opens_at)}
        yield Entry(f"{name}/announced", announced, link, hearing.published_at, opens)
    if hearing.opens_at <= at:
        opened = _("The hearing opens: %(title)s") % title
        yield Entry(
            f"{name}/opened",
            opened,
            link,
            hearing.opens_at,
            linebreaks(hearing.introduction, autoescape=True),
        )
    for extension in extensions:
        told = _("The deadline is extended to %(when)s") % {"when": moment(extension.later)}
        yield Entry(
            f"{name}/extended/{extension.pk}",
            f"{told}: {hearing.title}",
            link,
            extension.at,
            linebreaks(_("Reason: %(reason)s") % {"reason": extension.reason}, autoescape=True),
        )
    closed = hearing.closes_at + DEADLINE_MINUTE
    if closed <= at:
        passed = _("The deadline has passed: %(title)s") % title
        # Another id after an extension, for then it happened anew.
        until = f"{hearing.closes_at:%Y%m%d%H%M}"
        yield Entry(f"{name}/closed/{until}", passed, link, closed)
    if hearing.result_published_at is not None and hearing.result_published_at <= at:
        result = _("The result is published: %(title)s") % title
        yield Entry(f"{name}/result", result, link, hearing.result_published_at)


def _comments(hearing: Hearing) -> Iterator[Entry]:
    """Each with the words readers see; a hidden one as a tombstone, so that copies change too.

    Two look-ups by key, each in an index of its own; then the words of the newest.
    """
    shown = (CommentState.PUBLISHED, CommentState.REDACTED)
    said = [*_newest(hearing.comments.filter(state__in=shown))]
    said += _newest(hearing.comments.filter(state=CommentState.HIDDEN))
    newest = sorted(said, reverse=True)[:NEWEST]
    found = (
        Comment.objects.filter(pk__in=newest)
        .select_related("response", "paragraph")
        .annotate(decided_at=Max("decisions__at"))
        .order_by("-pk")
    )
    for comment in found:
        yield _said(hearing, comment)


def _newest(comments: QuerySet[Comment]) -> "QuerySet[Comment, int]":
    return comments.order_by("-id").values_list("pk", flat=True)[:NEWEST]


def _said(hearing: Hearing, comment: Comment) -> Entry:
    if comment.paragraph is None:
        page = reverse("hearings:general", args=[hearing.slug])
    else:
        page = reverse("responses:paragraph", args=[hearing.slug, comment.paragraph.ref])
    where = {"ref": comment.ref_shown, "name": comment.response.public_name}
    if comment.state == CommentState.HIDDEN:
        title = _("Hidden comment")
    elif comment.paragraph is None:
        title = _("%(name)s on the policy as a whole") % where
    else:
        title = _("%(name)s on paragraph %(ref)s") % where
    return Entry(
        f"comment/{comment.pk}",
        title,
        f"{page}#bemaerkning-{comment.pk}",
        comment.response.received_at,
        render_to_string("consultation/hearings/_feed_comment.html", {"comment": comment}),
        changed_at=comment.decided_at,  # type: ignore[attr-defined]
    )


def _written(title: str, here: str, page: str, entries: Iterable[Entry]) -> str:
    """The feed as XML, newest first; everything in it belongs to the site at BASE_URL."""
    feed = _Feed(
        title=_clean(title),
        link=settings.BASE_URL + page,
        description=None,
        language=get_language(),
        author_name=settings.MUNICIPALITY,
        feed_url=settings.BASE_URL + here,
        feed_guid=_tag(here),
    )
    for entry in sorted(entries, key=lambda entry: entry.at, reverse=True):
        feed.add_item(
            title=_clean(entry.title),
            link=settings.BASE_URL + entry.link,
            description=_clean(entry.html),
            unique_id=_tag(entry.name),
            pubdate=entry.at,
            updateddate=max(entry.changed_at or entry.at, entry.at),
        )
    return str(feed.writeString("utf-8"))


def _tag(name: str) -> str:
    """An id that stays when the site moves to another address scheme (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{name}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
