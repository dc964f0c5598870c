"""What was said: a comment is one point of a response, tied to the words it answers."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.hearing import Hearing
from consultation.models.response import RespondentType, Response
from consultation.models.tally import count_inserted, count_updated
from consultation.models.words import (
    FINGERPRINT,
    SEARCHABLE,
    sender_kind_is_the_responses,
    words_inserted,
    words_updated,
)
from consultation.redline import Change, redline
from policies.models import Paragraph
from policies.triggers import never_truncate, refuse


class Stance(models.TextChoices):
    """What the sender says she thinks. It is asked, never guessed; blank is "not stated"."""

    SUPPORT = "support", _("Supports")
    SUPPORT_WITH_CHANGE = "support_with_change", _("Supports with a change")
    OPPOSE = "oppose", _("Opposes")
    QUESTION = "question", _("Question")


class CommentState(models.TextChoices):
    PENDING = "pending", _("Awaiting review")
    PUBLISHED = "published", _("Published")
    REDACTED = "redacted", _("Partly hidden")
    HIDDEN = "hidden", _("Hidden")
    # What the sender herself took back: kept, and nobody's to decide on any more.
    REPLACED = "replaced", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# What readers may read, whole or in part; a hidden comment is met as a tombstone.
READABLE = (CommentState.PUBLISHED, CommentState.REDACTED)
DECIDED = (*READABLE, CommentState.HIDDEN)
TAKEN_BACK = (CommentState.REPLACED, CommentState.WITHDRAWN)


class Reason(models.TextChoices):
    """The only reasons for hiding. Criticism is not one."""

    CPR_NUMBER = "cpr_number", _("CPR number")
    SENSITIVE = "sensitive", _("Sensitive personal data")
    THIRD_PARTY = "third_party", _("Information about other people")
    THREAT = "threat", _("Threats")
    HATE = "hate", _("Hate speech (Danish Criminal Code, section 266 b)")
    DEFAMATION = "defamation", _("Defamation")
    HARASSMENT = "harassment", _("Harassment")
    IMPERSONATION = "impersonation", _("Sent in another person's name")
    ADVERTISING = "advertising", _("Advertising or spam")
    COPYRIGHT = "copyright", _("Infringes copyright")
    OFF_TOPIC = "off_topic", _("Not about this hearing")


class CommentQuerySet(models.QuerySet["Comment"]):
    def decided(self) -> "CommentQuerySet":
        """Those readers meet: published, or hidden and standing as a tombstone."""
        return self.filter(state__in=DECIDED)

    def standing(self) -> "CommentQuerySet":
        """What the sender says: without what she has corrected or withdrawn."""
        return self.exclude(state__in=TAKEN_BACK)

    def readable(self) -> "CommentQuerySet":
        """Those of which readers may read something."""
        return self.filter(state__in=READABLE)

    def for_review(self) -> "CommentQuerySet":
        """With what the caseworker's pages show beside each."""
        return self.select_related("response__hearing", "paragraph", "replaces")

    def for_desk(self) -> "CommentQuerySet":
        """The one that is open, with the whole of its hearing."""
        return self.for_review().select_related("hearing__version__policy")


_Manager = models.Manager.from_queryset(CommentQuerySet)


class CommentManager(_Manager["Comment"]):
    def get_queryset(self) -> CommentQuerySet:
        """Without the words as the search has them, which nobody reads."""
        return CommentQuerySet(self.model, using=self._db).defer("searchable")


class Comment(models.Model):
    State = CommentState

    response = models.ForeignKey(Response, models.PROTECT, related_name="comments")
    # The response's own hearing once more, so that queues and pages need no join;
    # the database refuses any other.
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="comments")
    # Exactly the words that were answered; None is the general comment.
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    stance = models.CharField(max_length=20, choices=Stance, blank=True)
    body = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.PENDING)
    # The language of the body, an ISO 639-1 code; "" when nobody can tell, or not yet.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    # What readers see instead of the body when a part is hidden.
    public_body = models.TextField(blank=True)
    # The reason of the standing decision, for the tombstone; the history is in Decision.
    hidden_reason = models.CharField(max_length=20, choices=Reason, blank=True)
    # The earlier wording, when the sender has corrected it (consultation/responses/amending.py).
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # The kind of sender that readers may know, as her response says it; kept by triggers.
    sender_kind = models.CharField(
        max_length=20, choices=RespondentType, default=RespondentType.CITIZEN, editable=False
    )
    # Of what readers may read, and null or empty when they may read nothing (words.py).
    fingerprint = models.GeneratedField(
        expression=FINGERPRINT,
        output_field=models.CharField(max_length=32, null=True),
        db_persist=True,
    )
    searchable = models.GeneratedField(
        expression=SEARCHABLE, output_field=SearchVectorField(), db_persist=True
    )

    objects = CommentManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(proposed_text=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="hidden") | Q(state="redacted") | Q(hidden_reason=""),
                name="comment_reason_only_when_hidden",
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(hidden_reason=""),
                name="comment_hidden_for_a_reason",
            ),
        ]
        indexes = [
            # One for each list that is read by key; a state that fills the table is never scanned.
            models.Index(
                fields=["hearing", "paragraph", "-id"],
                condition=~Q(state="pending"),
                name="comment_said",
            ),
            models.Index(
                fields=["hearing", "id"], condition=Q(state="pending"), name="comment_pending"
            ),
            models.Index(
                fields=["hearing", "id"],
                condition=Q(state__in=("published", "redacted")),
                name="comment_published",
            ),
            models.Index(
                fields=["hearing", "id"], condition=Q(state="hidden"), name="comment_hidden"
            ),
            models.Index(
                fields=["hearing", "id"],
                condition=Q(state__in=("replaced", "withdrawn")),
                name="comment_taken_back",
            ),
            models.Index(
                fields=["hearing", "paragraph", "stance", "-id"],
                condition=Q(state__in=("published", "redacted")),
                name="comment_by_stance",
            ),
            models.Index(
                fields=["hearing", "paragraph", "sender_kind", "-id"],
                condition=Q(state__in=("published", "redacted")),
                name="comment_by_kind",
            ),
            models.Index(
                fields=["hearing", "paragraph", "fingerprint", "-id"],
                condition=Q(state__in=("published", "redacted")),
                name="comment_same_words",
            ),
            models.Index(
                fields=["response", "id"],
                condition=Q(state__in=("published", "redacted", "hidden")),
                name="comment_in_letter",
            ),
            models.Index(
                fields=["hearing", "hidden_reason"],
                condition=~Q(hidden_reason=""),
                name="comment_by_reason",
            ),
            GinIndex(fields=["searchable"], name="comment_search"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="comment_belongs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (SELECT 1 FROM consultation_response
                        WHERE id = NEW.response_id AND hearing_id = NEW.hearing_id)
                    THEN {refuse("A comment belongs to its response's hearing.")} END IF;
                    IF NEW.paragraph_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM policies_paragraph p JOIN consultation_hearing h
                        ON h.version_id = p.version_id
                        WHERE p.id = NEW.paragraph_id AND h.id = NEW.hearing_id)
                    THEN {refuse("A comment answers a paragraph of its hearing.")} END IF;
                    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM consultation_comment WHERE id = NEW.replaces_id
                        AND response_id = NEW.response_id
                        AND paragraph_id IS NOT DISTINCT FROM NEW.paragraph_id)
                    THEN {refuse("A correction stands in the place of what it corrects.")} END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="comment_words_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' THEN {refuse("A comment is never deleted.")} END IF;
                    IF (NEW.response_id, NEW.hearing_id, NEW.paragraph_id, NEW.stance,
                        NEW.body, NEW.proposed_text, NEW.replaces_id)
                       IS DISTINCT FROM
                       (OLD.response_id, OLD.hearing_id, OLD.paragraph_id, OLD.stance,
                        OLD.body, OLD.proposed_text, OLD.replaces_id)
                    THEN {refuse("What a citizen wrote is never changed.")} END IF;
                    IF OLD.state IN ('replaced', 'withdrawn') AND NEW.state <> OLD.state
                    THEN {refuse("What its sender took back stays taken back.")} END IF;
                    RETURN NEW;
                """,
            ),
            count_inserted,
            count_updated,
            sender_kind_is_the_responses,
            words_inserted,
            words_updated,
            never_truncate("comment"),
        ]

    def __str__(self) -> str:
        return f"{self.response} {self.ref_shown}"

    @property
    def ref_shown(self) -> str:
        """The paragraph's reference, "" for the general comment."""
        return self.paragraph.ref_shown if self.paragraph else ""

    @property
    def hidden_reason_label(self) -> str:
        return str(Reason(self.hidden_reason).label) if self.hidden_reason else ""

    @property
    def is_taken_back(self) -> bool:
        """True when its sender has corrected or withdrawn it."""
        return self.state in TAKEN_BACK

    @property
    def correction(self) -> list[Change]:
        """What she corrected in the body, as changes to her earlier words; empty when nothing."""
        if self.replaces is None or self.replaces.body == self.body:
            return []
        return redline(self.replaces.body, self.body)

    @property
    def redline(self) -> list[Change]:
        """The proposed wording as changes to the paragraph; empty when there is none."""
        if not self.proposed_text or self.paragraph is None:
            return []
        return redline(self.paragraph.text, self.proposed_text)

    @property
    def shown_redline(self) -> list[Change]:
        """The proposal readers see: none when a part of the comment is hidden."""
        return [] if self.state == CommentState.REDACTED else self.redline

    @property
    def shown_body(self) -> str:
        """The words readers see: all of them, or what is left when a part is hidden."""
        return self.public_body if self.state == CommentState.REDACTED else self.body
