"""Report a published comment, without a login."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.access import Request, public_page
from consultation.models import Comment
from consultation.permissions import announced_hearing, comment_to_read
from consultation.reports.actions import report_comment
from consultation.reports.forms import ReportForm


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, slug: str, pk: int) -> HttpResponse:
    """The comment as it is shown, and the form. One that is hidden meanwhile needs no report."""
    hearing = announced_hearing(slug, request.arrived_at)
    comment = comment_to_read(hearing, pk, request.arrived_at)
    if request.method != "POST":
        return _page(request, comment, ReportForm())
    form = ReportForm(request.POST)
    if comment.state == Comment.State.HIDDEN:
        return _page(request, comment, form)
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    report_comment(
        comment,
        reason=form.cleaned_data["reason"],
        text=form.cleaned_data["text"],
        email=form.cleaned_data["email"],
        language=get_language() or settings.LANGUAGE_CODE,
        from_a_machine=form.from_a_machine,
        at=request.arrived_at,
    )
    return redirect(f"{reverse('reports:report', args=[hearing.slug, comment.pk])}?sendt=1")


def _page(request: Request, comment: Comment, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {
        "hearing": comment.hearing,
        "comment": comment,
        "sent": "sendt" in request.GET and not form.is_bound,
        "form": form,
    }
    return render(request, "consultation/reports/report.html", context, status=status)
