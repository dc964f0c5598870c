"""Reporting a comment."""

from django.urls import path

from consultation.reports import views

app_name = "reports"
urlpatterns = [
    path("hoeringer/<slug:slug>/bemaerkning/<int:pk>/anmeld/", views.report, name="report"),
]
