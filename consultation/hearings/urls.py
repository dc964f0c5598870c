"""Addresses where everybody reads."""

from django.urls import path

from consultation.hearings import translations, views

app_name = "hearings"
urlpatterns = [
    path("", views.hearing_list, name="list"),
    path("atom.xml", views.all_hearings_feed, name="all_hearings_feed"),
    path("hoeringer/<slug:slug>/", views.room, name="room"),
    path("hoeringer/<slug:slug>/kalender.ics", views.calendar, name="calendar"),
    path("hoeringer/<slug:slug>/atom.xml", views.feed, name="feed"),
    path("hoeringer/<slug:slug>/generelt/", views.general, name="general"),
    path("hoeringer/<slug:slug>/bilag/<int:pk>/", views.attachment, name="attachment"),
    path(
        "hoeringer/<slug:slug>/afsnit/<str:number>/<slug:language>/",
        translations.translation,
        name="translation",
    ),
    path("hoeringer/<slug:slug>/svar/", views.responses, name="responses"),
    path("hoeringer/<slug:slug>/svar/<int:number>/", views.response, name="response"),
    path("hoeringer/<slug:slug>/gennemgang/", views.record, name="record"),
    path("hoeringer/<slug:slug>/hoeringsversion.pdf", views.paper, name="paper"),
]
