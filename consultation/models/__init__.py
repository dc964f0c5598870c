"""The hearing's data, one module for each part of its life."""

from consultation.models.audit import AuditEvent
from consultation.models.comment import Comment, Reason, Stance
from consultation.models.consideration import Consideration
from consultation.models.draft import Draft, DraftComment
from consultation.models.hearing import Consultee, DeadlineExtension, Hearing
from consultation.models.moderation import Decision, Flag
from consultation.models.response import Attachment, RespondentType, Response
from consultation.models.tally import CommentTally, ResponseCounter

__all__ = [
    "Attachment",
    "AuditEvent",
    "Comment",
    "CommentTally",
    "Consideration",
    "Consultee",
    "DeadlineExtension",
    "Decision",
    "Draft",
    "DraftComment",
    "Flag",
    "Hearing",
    "Reason",
    "RespondentType",
    "Response",
    "ResponseCounter",
    "Stance",
]
