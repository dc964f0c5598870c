"""The areas of the consultation, in the order in which it happens."""

from django.urls import include, path

urlpatterns = [
    path("", include("consultation.hearings.urls")),
    path("", include("consultation.following.urls")),
    path("", include("consultation.responses.urls")),
    path("", include("consultation.reports.urls")),
    path("sagsbehandling/", include("consultation.moderation.urls")),
    path("sagsbehandling/", include("consultation.setup.urls")),
    path("sagsbehandling/", include("consultation.translating.urls")),
    path("sagsbehandling/", include("consultation.export.urls")),
    path("sagsbehandling/", include("consultation.records.urls")),
    path("sagsbehandling/", include("consultation.staff.urls")),
]
