"""The hearing's data, one module for each part of its life."""

from consultation.models.amendment import Amendment
from consultation.models.attachment import Attachment, DraftAttachment
from consultation.models.audit import AuditEvent
from consultation.models.comment import Comment, Reason, Stance
from consultation.models.consideration import Consideration
from consultation.models.draft import Draft, DraftComment
from consultation.models.hearing import Consultee, DeadlineExtension, Hearing
from consultation.models.moderation import Decision, Flag, FlagReason
from consultation.models.response import RespondentType, Response
from consultation.models.subscription import HearingEvent, Notice, NoticeMail, Subscription
from consultation.models.tally import CommentTally, ResponseCounter
from consultation.models.words import ResponseTally, WordsTally

__all__ = [
    "Amendment",
    "Attachment",
    "AuditEvent",
    "Comment",
    "CommentTally",
    "Consideration",
    "Consultee",
    "DeadlineExtension",
    "Decision",
    "Draft",
    "DraftAttachment",
    "DraftComment",
    "Flag",
    "FlagReason",
    "Hearing",
    "HearingEvent",
    "Notice",
    "NoticeMail",
    "Reason",
    "RespondentType",
    "Response",
    "ResponseCounter",
    "ResponseTally",
    "Stance",
    "Subscription",
    "WordsTally",
]
