"""What leaves the house."""

from django.urls import path

from consultation.export import views

app_name = "export"
urlpatterns = [
    path("<slug:slug>/eksport/", views.export, name="export"),
]
