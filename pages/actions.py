"""Saving a page: a revision on record, or none when somebody else saved meanwhile."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from pages.models import PageName, Revision
from pages.texts import PageText, standing_text


class ChangedMeanwhile(Exception):
    """Somebody else saved the page after this person opened it."""

    def __init__(self, standing: PageText) -> None:
        super().__init__("changed meanwhile")
        self.standing = standing


def save_page(
    page: PageName, language: str, source: str, *, seen: int, acting_user: User, at: datetime
) -> Revision | None:
    """The new revision; None when `source` is what stands already.

    `seen` is the number of the revision she began from, 0 for the first text. Raises
    ChangedMeanwhile.
    """
    standing = standing_text(page, language)
    if standing.source == source:
        return None
    if standing.number != seen:
        raise ChangedMeanwhile(standing)
    try:
        with transaction.atomic():
            return Revision.objects.create(
                page=page,
                language=language,
                number=seen + 1,
                before=standing.source,
                after=source,
                by=acting_user,
                at=at,
            )
    except IntegrityError:
        # Both read before either wrote; the database let one in.
        standing = standing_text(page, language)
        if standing.source == source:
            return None
        raise ChangedMeanwhile(standing) from None
