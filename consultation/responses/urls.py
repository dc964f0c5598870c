"""Addresses under a hearing where a citizen writes, and those of her receipt."""

from django.urls import path, register_converter

from consultation.responses.views import draft, paragraph, receipt


class RefConverter:
    """A paragraph's reference: "4.2", "4.2a1", and nothing that no paragraph has."""

    regex = "[0-9A-Za-z.-]{1,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

app_name = "responses"
urlpatterns = [
    # One paragraph: reading, and a new comment
    path("hoeringer/<slug:slug>/punkt/<ref:ref>/", paragraph.paragraph, name="paragraph"),
    # Her draft
    path("hoeringer/<slug:slug>/mit-svar/", draft.review, name="review"),
    path("hoeringer/<slug:slug>/mit-svar/bjaelke/", draft.bar, name="bar"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/", draft.edit, name="edit"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fjern/", draft.remove, name="remove"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fortryd/", draft.restore, name="restore"),
    # Her receipt
    path("kvittering/<slug:code>/", receipt.receipt, name="receipt"),
    path("kvittering/<slug:code>/bekraeft/<slug:token>/", receipt.confirm, name="confirm"),
]
