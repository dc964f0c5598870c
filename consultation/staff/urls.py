"""Who works here, and as what: for administrators."""

from django.urls import path

from consultation.staff import views

app_name = "staff"
urlpatterns = [
    path("medarbejdere/", views.colleagues, name="list"),
    path("medarbejdere/ny/", views.add, name="add"),
    path("medarbejdere/<int:pk>/", views.change, name="change"),
    path("medarbejdere/<int:pk>/invitation/", views.invite, name="invite"),
]
