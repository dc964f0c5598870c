"""Addresses where everybody reads."""

from django.urls import path

from consultation.hearings import views

app_name = "hearings"
urlpatterns = [
    path("", views.hearing_list, name="list"),
    path("hoeringer/<slug:slug>/", views.room, name="room"),
    path("hoeringer/<slug:slug>/generelt/", views.general, name="general"),
]
