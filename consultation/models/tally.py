"""Numbers that are kept, so that no page counts rows: the response series and comment counts."""

import pgtrigger
from django.db import models

from consultation.models.hearing import Hearing
from policies.models import Paragraph


class ResponseCounter(models.Model):
    """The last response number given in a hearing; its row is the lock that orders responses."""

    hearing = models.OneToOneField(Hearing, models.CASCADE, primary_key=True)
    last_number = models.PositiveIntegerField(default=0)

    @staticmethod
    def lock(hearing: Hearing) -> "ResponseCounter":
        """The hearing's counter, held until the end of the surrounding transaction."""
        ResponseCounter.objects.bulk_create(
            [ResponseCounter(hearing=hearing)], ignore_conflicts=True
        )
        return ResponseCounter.objects.select_for_update().get(hearing=hearing)

    def next(self) -> int:
        """Take the next number. Without gaps, because the lock is held until the commit."""
        self.last_number += 1
        self.save(update_fields=["last_number"])
        return self.last_number


class CommentTally(models.Model):
    """How many comments a paragraph has in a state (paragraph None: general comments).

    Written only by the two triggers below, in the transaction that changes the comments.
    """

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="tallies")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=10)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hearing", "paragraph", "state"),
                name="tally_once",
                nulls_distinct=False,
            ),
        ]


# Whole statements at a time: a bulk of 100,000 comments is one upsert per paragraph and state.
_ADD = """
    INSERT INTO consultation_commenttally AS tally (hearing_id, paragraph_id, state, count)
    SELECT hearing_id, paragraph_id, state, sum(change)
    FROM ({changes}) AS changes
    GROUP BY hearing_id, paragraph_id, state
    HAVING sum(change) <> 0
    ORDER BY hearing_id, paragraph_id, state
    ON CONFLICT (hearing_id, paragraph_id, state)
    DO UPDATE SET count = tally.count + EXCLUDED.count;
    RETURN NULL;
"""

_NEW = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]
_OLD_AND_NEW = pgtrigger.Referencing(  # type: ignore[no-untyped-call]
    old="old_rows", new="new_rows"
)

count_inserted = pgtrigger.Trigger(
    name="comment_count_inserted",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=_NEW,
    func=_ADD.format(changes="SELECT hearing_id, paragraph_id, state, 1 AS change FROM new_rows"),
)

count_updated = pgtrigger.Trigger(
    name="comment_count_updated",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=_OLD_AND_NEW,
    func=_ADD.format(
        changes="""
            SELECT hearing_id, paragraph_id, state, 1 AS change FROM new_rows
            UNION ALL
            SELECT hearing_id, paragraph_id, state, -1 FROM old_rows
        """
    ),
)
