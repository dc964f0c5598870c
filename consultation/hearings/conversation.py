"""What has been said to a paragraph and may be read: newest first, a page at a time."""

from dataclasses import dataclass, field
from datetime import datetime

from consultation.models import Comment, Hearing
from policies.models import Paragraph

PAGE = 50


@dataclass(frozen=True)
class Conversation:
    """A page of it, and the key of the next page ("" at the end)."""

    said: list[Comment] = field(default_factory=list)
    older: str = ""
    shown: bool = True


def conversation(
    hearing: Hearing, paragraph: Paragraph | None, *, at: datetime, before: str = ""
) -> Conversation:
    """A page of at most 50 decided comments on the paragraph (None: the general comments), older
    than the key `before`.

    One query. A key that is no number is no key.
    """
    if not hearing.shows_comments(at):
        return Conversation(shown=False)
    comments = (
        Comment.objects.decided()
        .filter(hearing=hearing, paragraph=paragraph)
        .select_related("response")
        .order_by("-id")
    )
    if before.isdecimal() and len(before) < 18:
        comments = comments.filter(pk__lt=int(before))
    page = list(comments[: PAGE + 1])
    for comment in page:
        comment.paragraph = paragraph
    older = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    return Conversation(page[:PAGE], older)
