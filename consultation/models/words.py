"""What readers may read of a comment, kept by the database: to be found by, and counted by.

See docs/decisions/0011-said-in-the-same-words.md.
"""

import pgtrigger
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import MD5, Concat, Lower, Trim

from consultation.models.hearing import Hearing
from consultation.models.response import Response
from policies.models import Paragraph

# Every stance, every kind of sender; in `fingerprint`, "" stands for whatever the words are.
ANY = "any"

# Null for everything that is neither published nor redacted, whatever states there will be.
_TEXT = models.TextField()
PUBLIC_TEXT = Case(
    When(state="published", then=Concat("body", Value("\n"), "proposed_text", output_field=_TEXT)),
    When(state="redacted", then=F("public_body")),
    default=None,
    output_field=_TEXT,
)
# PostgreSQL takes what stands between < and > for markup and would not find it.
SEARCHABLE = SearchVector(
    Func(PUBLIC_TEXT, Value("<>"), Value("  "), function="translate", output_field=_TEXT),
    config="danish",
)
# The same words are the same but for capitals, blanks and line breaks. Not for a question mark.
FINGERPRINT = MD5(
    Lower(
        Trim(
            Func(
                PUBLIC_TEXT,
                Value(r"\s+"),
                Value(" "),
                Value("g"),
                function="regexp_replace",
                output_field=_TEXT,
            ),
        )
    )
)


class WordsTally(models.Model):
    """How many published comments on a paragraph (None: general ones) say the same words.

    Also by stance and by kind of sender, so that a filtered list reads its order and its numbers
    from an index. Written only by the two triggers below.
    """

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="words")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, related_name="+")
    stance = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=32)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hearing", "paragraph", "stance", "kind", "fingerprint"),
                name="words_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["hearing", "paragraph", "stance", "kind", "-count", "-id"],
                condition=Q(count__gt=0) & ~Q(fingerprint=""),
                name="words_most_said",
            ),
        ]


class ResponseTally(models.Model):
    """How many published comments of a stance a response has, and of ANY stance.

    A response with none is nowhere to be read.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="tallies")
    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    stance = models.CharField(max_length=20)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("response", "stance"), name="responses_once"),
        ]
        indexes = [
            models.Index(
                fields=["hearing", "stance", "-number"],
                condition=Q(count__gt=0),
                name="responses_published",
            ),
            models.Index(
                fields=["hearing", "stance", "kind", "-number"],
                condition=Q(count__gt=0),
                name="responses_of_a_kind",
            ),
        ]


# The kind of sender that readers may know: of a protected sender nothing (Response.public_name).
_KIND = "CASE WHEN address_protected THEN 'citizen' ELSE respondent_type END"

_ADD = f"""
    INSERT INTO consultation_wordstally AS tally
        (hearing_id, paragraph_id, stance, kind, fingerprint, count)
    SELECT hearing_id, paragraph_id, in_stance, of_kind, in_words, sum(change)
    FROM ({{changes}}) AS changes
        CROSS JOIN LATERAL (VALUES (stance), ('{ANY}')) AS stances (in_stance)
        CROSS JOIN LATERAL (VALUES (sender_kind), ('{ANY}')) AS kinds (of_kind)
        CROSS JOIN LATERAL (VALUES (fingerprint), ('')) AS words (in_words)
    WHERE fingerprint IS NOT NULL
    GROUP BY hearing_id, paragraph_id, in_stance, of_kind, in_words
    HAVING sum(change) <> 0
    ORDER BY hearing_id, paragraph_id, in_stance, of_kind, in_words
    ON CONFLICT (hearing_id, paragraph_id, stance, kind, fingerprint)
    DO UPDATE SET count = tally.count + EXCLUDED.count;

    INSERT INTO consultation_responsetally AS tally
        (response_id, hearing_id, number, kind, stance, count)
    SELECT response.id, response.hearing_id, response.number, {_KIND}, in_stance, sum(change)
    FROM ({{changes}}) AS changes
        JOIN consultation_response AS response ON response.id = changes.response_id
        CROSS JOIN LATERAL (VALUES (stance), ('{ANY}')) AS stances (in_stance)
    WHERE fingerprint IS NOT NULL
    GROUP BY response.id, in_stance
    ORDER BY response.id, in_stance
    ON CONFLICT (response_id, stance)
    DO UPDATE SET count = tally.count + EXCLUDED.count, kind = EXCLUDED.kind;
    RETURN NULL;
"""
_COLUMNS = "response_id, hearing_id, paragraph_id, stance, sender_kind, fingerprint"

words_inserted = pgtrigger.Trigger(
    name="comment_words_inserted",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
    func=_ADD.format(changes=f"SELECT {_COLUMNS}, 1 AS change FROM new_rows"),
)

words_updated = pgtrigger.Trigger(
    name="comment_words_updated",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(  # type: ignore[no-untyped-call]
        old="old_rows", new="new_rows"
    ),
    func=_ADD.format(
        changes=f"""
            SELECT {_COLUMNS}, 1 AS change FROM new_rows
            UNION ALL
            SELECT {_COLUMNS}, -1 FROM old_rows
        """
    ),
)

# Whatever a program says the kind is, it is her response's.
sender_kind_is_the_responses = pgtrigger.Trigger(
    name="comment_sender_kind",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("sender_kind"),  # type: ignore[no-untyped-call]
    func=f"""
        NEW.sender_kind := (
            SELECT {_KIND} FROM consultation_response WHERE id = NEW.response_id);
        RETURN NEW;
    """,
)
