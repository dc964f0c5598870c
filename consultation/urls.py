"""The areas of the consultation, in the order in which it happens."""

from django.urls import include, path

urlpatterns = [
    path("", include("consultation.hearings.urls")),
    path("", include("consultation.responses.urls")),
    path("sagsbehandling/", include("consultation.moderation.urls")),
    path("sagsbehandling/", include("consultation.export.urls")),
]
