"""Translations of sections, at the desk."""

from django.urls import path

from consultation.translating import views

app_name = "translating"
urlpatterns = [
    path("<slug:slug>/oversaettelser/", views.overview, name="overview"),
    path("<slug:slug>/oversaettelser/<str:number>/<slug:language>/", views.edit, name="edit"),
]
