"""What happened to a hearing at the desk."""

from django.urls import path

from consultation.records import views

app_name = "records"
urlpatterns = [
    path("<slug:slug>/log/", views.log, name="log"),
]
