"""The caseworker's desk."""

from django.urls import path

from consultation.moderation import attachments, views

app_name = "desk"
urlpatterns = [
    path("", views.hearings, name="hearings"),
    path("<slug:slug>/gennemgang/", views.queue, name="queue"),
    path("<slug:slug>/gennemgang/<int:pk>/", views.comment, name="comment"),
    # The files of a response
    path("<slug:slug>/bilag/<int:pk>/", attachments.download, name="attachment"),
    path("<slug:slug>/bilag/<int:pk>/offentliggoer/", attachments.publish, name="publish"),
    path("<slug:slug>/bilag/<int:pk>/skjul/", attachments.hide, name="hide"),
]
