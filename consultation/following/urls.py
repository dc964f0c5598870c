"""Following a hearing: the form, and the two links in the mails."""

from django.urls import path

from consultation.following import views

app_name = "following"
urlpatterns = [
    path("hoeringer/<slug:slug>/foelg/", views.follow, name="follow"),
    path("foelger/<slug:token>/bekraeft/", views.confirm, name="confirm"),
    path("foelger/<slug:token>/afmeld/", views.leave, name="leave"),
]
