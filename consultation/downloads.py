"""How an attachment leaves the house: as a download, never as a page of ours."""

from django.http import FileResponse

from consultation.models.attachment import StoredFile


def as_download(stored: StoredFile) -> FileResponse:
    """The file under its safe name. No browser shows it, guesses what it is, or runs what is in it
    as if we had written it."""
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Length"] = str(stored.size)
    response.headers["ETag"] = f'"{stored.sha256}"'
    return response
