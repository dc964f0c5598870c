"""The files of her draft: attached, taken out, put back."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from consultation.models import Draft, DraftAttachment, Hearing
from consultation.models.attachment import StoredFile
from consultation.responses.drafts import locked_draft
from consultation.responses.files import MOST, Kind, kind_of, plain_name, safe_name


class Refused(Exception):
    """A file that is not attached; the message is a sentence for her who sent it."""


def too_large(name: str) -> str:
    return _("“%(name)s” is larger than 10 MB.") % {"name": plain_name(name)}


def too_many(name: str) -> str:
    return _("There is room for 5 files, so “%(name)s” is not attached.") % {
        "name": plain_name(name)
    }


def nothing_chosen() -> str:
    return _("Choose a file first.")


def attach_files(
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    files: Iterable["UploadedFile[Any]"],
) -> tuple[Draft | None, list[str]]:
    """Attach what may be attached to her draft, which is made when she has none.

    The draft, None when no file was taken, and a sentence for each file that was not.
    """
    draft: Draft | None = None
    refused: list[str] = []
    for file in files:
        try:
            draft = _attach(draft.owner_key if draft else owner_key, hearing, form_key, file)
        except Refused as reason:
            refused.append(str(reason))
    return draft, refused


@dataclass(frozen=True)
class Recognised:
    """A file that may be attached."""

    file: "UploadedFile[Any]"
    kind: Kind
    sha256: str

    @property
    def name(self) -> str:
        """As she calls it."""
        return self.file.name or ""

    @property
    def fields(self) -> dict[str, Any]:
        """As its row says it."""
        return {
            "name": safe_name(self.name, self.kind),
            "content_type": self.kind.content_type,
            "size": self.file.size or 0,
            "sha256": self.sha256,
            "file": self.file,
        }


def _attach(
    owner_key: str, hearing: Hearing, form_key: uuid.UUID | None, file: "UploadedFile[Any]"
) -> Draft:
    """One file. What takes time is done before her draft is locked."""
    known = recognise(file)
    with transaction.atomic():
        draft = locked_draft(owner_key, hearing, form_key)
        # The same file once more is the same attachment, also one she had taken out.
        same = draft.attachments.filter(sha256=known.sha256).first()
        if same is not None and same.removed_at is None:
            return draft
        if draft.kept_attachments.count() >= MOST:
            raise Refused(too_many(known.name))
        if same is not None:
            _put_back(same)
            return draft
        reach_the_disk(draft.attachments.create(**known.fields))
    return draft


def recognise(file: "UploadedFile[Any]") -> Recognised:
    """Raises Refused for what may not be attached."""
    name = file.name or ""
    if not file.size:
        raise Refused(_("“%(name)s” is empty.") % {"name": plain_name(name)})
    kind = kind_of(cast(IO[bytes], file.file))
    if kind is None:
        raise Refused(
            _(
                "“%(name)s” cannot be attached. You can attach PDF, Word (DOCX, without macros), "
                "ODT and pictures (PNG and JPEG)."
            )
            % {"name": plain_name(name)}
        )
    return Recognised(file, kind, _digest(file))


def _digest(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def reach_the_disk(stored: StoredFile) -> None:
    """Wait until the file is where a power cut does not take it, as its row will be."""
    with stored.file.open("rb") as file:
        os.fsync(file.fileno())


def take_out(attachment: DraftAttachment, *, at: datetime) -> None:
    """Take a file out of the draft; it can be put back until the draft is sent."""
    DraftAttachment.objects.filter(pk=attachment.pk).update(removed_at=at)


@transaction.atomic
def put_back(attachment: DraftAttachment) -> None:
    """Raises Refused when others have come in its place."""
    draft = Draft.objects.select_for_update().get(pk=attachment.draft_id)
    if draft.kept_attachments.exclude(pk=attachment.pk).count() >= MOST:
        raise Refused(too_many(attachment.name))
    _put_back(attachment)


def _put_back(attachment: DraftAttachment) -> None:
    DraftAttachment.objects.filter(pk=attachment.pk).update(removed_at=None)
