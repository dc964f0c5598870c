"""Addresses under a hearing where a citizen writes, and those of her receipt."""

from django.urls import path

from consultation.responses.views import draft, paragraph, receipt

app_name = "responses"
urlpatterns = [
    # One paragraph: reading, and a new comment
    path("hoeringer/<slug:slug>/punkt/<str:ref>/", paragraph.paragraph, name="paragraph"),
    # Her draft
    path("hoeringer/<slug:slug>/mit-svar/", draft.review, name="review"),
    path("hoeringer/<slug:slug>/mit-svar/bjaelke/", draft.bar, name="bar"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/", draft.edit, name="edit"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fjern/", draft.remove, name="remove"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fortryd/", draft.restore, name="restore"),
    # Her receipt
    path("kvittering/<str:code>/", receipt.receipt, name="receipt"),
    path("kvittering/<str:code>/bekraeft/<str:token>/", receipt.confirm, name="confirm"),
]
