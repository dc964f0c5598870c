"""The caseworker's desk."""

from django.urls import path

from consultation.moderation import views

app_name = "desk"
urlpatterns = [
    path("", views.hearings, name="hearings"),
    path("<slug:slug>/gennemgang/", views.queue, name="queue"),
    path("<slug:slug>/gennemgang/<int:pk>/", views.comment, name="comment"),
]
