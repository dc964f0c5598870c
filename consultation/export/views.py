"""Staff take the comments home: a page that says what is in the files, and the files."""

import tempfile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import Request, signed_in_page
from accounts.models import User
from consultation.export import actions, csv, rows, xlsx
from consultation.models import Hearing
from consultation.permissions import hearing_to_moderate


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Request, slug: str) -> HttpResponseBase:
    """A POST answers with the file: taking it is an act, and goes on record."""
    hearing = hearing_to_moderate(request, slug)
    wanted = request.POST.get("format", "")
    if request.method == "POST" and wanted in actions.FORMATS:
        assert isinstance(request.user, User)
        return _file(request, hearing, wanted, request.user)
    context = {"hearing": hearing, "count": rows.count(hearing), "columns": rows.columns()}
    status = 422 if request.method == "POST" else 200
    return render(request, "consultation/export/export.html", context, status=status)


def _file(request: Request, hearing: Hearing, wanted: str, user: User) -> HttpResponseBase:
    at = request.arrived_at
    name = f"hoeringssvar-{hearing.slug}-{timezone.localtime(at):%Y-%m-%d-%H%M}.{wanted}"
    if wanted == "csv":
        actions.record_export(hearing, wanted, acting_user=user, at=at)
        return StreamingHttpResponse(
            actions.stream_csv(hearing),
            content_type=csv.CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    # On disk, not in memory; the file has no name and goes when the answer is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
    actions.write_export(hearing, wanted, file, acting_user=user, at=at)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=xlsx.CONTENT_TYPE)
