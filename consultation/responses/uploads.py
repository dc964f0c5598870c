"""Files on their way in: to disk piece by piece, and no more of them than may be attached."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from consultation.responses.files import LARGEST, MOST


class LimitedUpload(TemporaryFileUploadHandler):
    """Takes files to disk, never to memory. What goes past a limit is read and thrown away, so that
    the browser gets its answer instead of a broken connection."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        # The names of those that were left out.
        self.too_large: list[str] = []
        self.too_many: list[str] = []
        self._files = self._taken = 0

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        self._files += 1
        self._taken = 0
        # Also for a file that is left out: skipping one closes the newest, which must not be the
        # one before it.
        super().new_file(field_name, file_name, *args, **kwargs)
        if self._files > MOST:
            self.too_many.append(file_name)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._taken += len(raw_data)
        if self._taken > LARGEST:
            self.too_large.append(str(self.file_name))
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def limited(request: HttpRequest) -> LimitedUpload:
    """Put the limits on this request's files, before anything of its body is read."""
    handler = LimitedUpload(request)
    request.upload_handlers = [handler]
    return handler
