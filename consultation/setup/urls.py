"""Setting up a hearing."""

from django.urls import path

from consultation.setup import views

app_name = "setup"
urlpatterns = [
    path("<slug:slug>/frist/", views.extend, name="extend"),
]
