"""Writing a translation down: a new revision and the audit row, or neither."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consultation.models import AuditEvent, Hearing
from policies.languages import Language
from policies.models import Section, SectionTranslation


class TranslatedMeanwhile(Exception):
    """Somebody else saved a revision after this person saw the text."""

    def __init__(self, standing: SectionTranslation) -> None:
        super().__init__("translated meanwhile")
        self.standing = standing


@transaction.atomic
def save_translation(
    hearing: Hearing,
    section: Section,
    language: Language,
    *,
    heading: str,
    text: str,
    seen: int,
    acting_user: User,
    at: datetime,
) -> None:
    """Everybody may read it from now on; an empty `text` takes it away.

    `seen` is the revision she began from, 0 when there was none. Raises TranslatedMeanwhile.
    The same words once more are no new revision.
    """
    # The section's row is the lock: of two who save at once, the second sees the first.
    Section.objects.select_for_update().get(pk=section.pk)
    revisions = section.translations.filter(language=language.code).order_by("-number")
    standing = revisions.select_related("by").first()
    stood = (standing.heading, standing.text) if standing is not None else ("", "")
    if (heading, text) == stood:
        return
    if standing is not None and standing.number != seen:
        raise TranslatedMeanwhile(standing)
    revision = section.translations.create(
        language=language.code,
        number=standing.number + 1 if standing is not None else 1,
        heading=heading,
        text=text,
        by=acting_user,
        at=at,
    )
    AuditEvent.record(
        AuditEvent.Verb.TRANSLATED,
        hearing,
        by=acting_user,
        at=at,
        section=section.number,
        language=language.code,
        revision=revision.pk,
        away=not text,
    )
