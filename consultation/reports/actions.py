"""A reader reports a comment. No report is refused; a flood of them is one entry in the queue."""

from datetime import datetime, timedelta

from django.db import transaction

from consultation.models import Comment, Flag

# More reports than this of one comment in so short a time are not from people.
FLOOD, FLOOD_TIME = 20, timedelta(minutes=1)


@transaction.atomic
def report_comment(
    comment: Comment,
    *,
    reason: str,
    text: str,
    email: str,
    language: str,
    from_a_machine: bool,
    at: datetime,
) -> Flag:
    """Keep the report for a caseworker. The same words again are counted on the same report."""
    # Decisions take the same lock: a report is either before one, and answered by it, or after.
    Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    waiting = comment.flags.waiting()
    same = waiting.filter(reason=reason, text=text, email=email).first()
    if same is not None:
        same.times += 1
        same.save(update_fields=["times"])
        return same
    flood = waiting.filter(at__gt=at - FLOOD_TIME).count() >= FLOOD
    return Flag.objects.create(
        comment=comment,
        reason=reason,
        text=text,
        email=email,
        language=language,
        doubtful=from_a_machine or flood,
        at=at,
    )
