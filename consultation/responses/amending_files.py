"""The files of a sent response: another one attached, one taken back, until the deadline."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from consultation.models import Amendment, Attachment, Response, ResponseCounter
from consultation.responses.amending import amendable, record
from consultation.responses.attaching import (
    Recognised,
    Refused,
    reach_the_disk,
    recognise,
    too_many,
)
from consultation.responses.files import MOST


def add_files(
    response: Response, files: Iterable["UploadedFile[Any]"], *, by: User | None, at: datetime
) -> tuple[list[Attachment], list[str]]:
    """Attach what may be attached: those that are there now, and a sentence for each that is not.
    Raises NotNow."""
    known: list[Recognised] = []
    refused: list[str] = []
    for file in files:
        try:
            known.append(recognise(file))
        except Refused as reason:
            refused.append(str(reason))
    return (_add(response, known, refused, by, at) if known else []), refused


@transaction.atomic
def _add(
    response: Response, known: list[Recognised], refused: list[str], by: User | None, at: datetime
) -> list[Attachment]:
    """Each is on record by itself; she gets one receipt for all of them."""
    ResponseCounter.lock(response.hearing)
    response = amendable(response, at)
    there = {attachment.sha256: attachment for attachment in response.attachments.standing()}
    new: list[Attachment] = []
    for file in known:
        if file.sha256 in there:
            continue
        if len(there) >= MOST:
            refused.append(too_many(file.name))
            continue
        stored = there[file.sha256] = response.attachments.create(**file.fields)
        reach_the_disk(stored)
        new.append(stored)
    for stored in new:
        kind = Amendment.Kind.FILE_ADDED
        record(kind, response, stored, by, at, mailed=stored is new[-1])
    return [there[file.sha256] for file in known if file.sha256 in there]


@transaction.atomic
def withdraw_file(attachment: Attachment, *, by: User | None, at: datetime) -> None:
    """Nobody but she and the caseworkers can open it any more. Raises NotNow."""
    ResponseCounter.lock(attachment.response.hearing)
    attachment = Attachment.objects.select_related("response").get(pk=attachment.pk)
    if attachment.withdrawn_at is not None:
        return
    response = amendable(attachment.response, at)
    attachment.withdrawn_at = at
    attachment.save(update_fields=["withdrawn_at"])
    record(Amendment.Kind.FILE_WITHDRAWN, response, attachment, by, at)
