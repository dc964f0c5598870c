"""Addresses under a hearing where a citizen writes, and those of her receipt."""

from django.urls import path, register_converter

from consultation.responses.views import (
    amending,
    attachments,
    autosave,
    draft,
    mine,
    paragraph,
    receipt,
    sent_attachments,
)


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
    path("hoeringer/<slug:slug>/mit-svar/gem/", autosave.sender, name="save"),
    path("hoeringer/<slug:slug>/mit-svar/punkt/<ref:ref>/", autosave.words, name="words"),
    path("hoeringer/<slug:slug>/mit-svar/anden-tekst/", draft.settle, name="settle"),
    path("hoeringer/<slug:slug>/mit-svar/glem/", receipt.forget, name="forget"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/", draft.edit, name="edit"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fjern/", draft.remove, name="remove"),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/fortryd/", draft.restore, name="restore"),
    # The files of her draft
    path("hoeringer/<slug:slug>/mit-svar/bilag/", attachments.attachments, name="attachments"),
    path(
        "hoeringer/<slug:slug>/mit-svar/bilag/<int:pk>/",
        attachments.drafted,
        name="drafted-attachment",
    ),
    path(
        "hoeringer/<slug:slug>/mit-svar/bilag/<int:pk>/fjern/",
        attachments.remove,
        name="remove-attachment",
    ),
    path(
        "hoeringer/<slug:slug>/mit-svar/bilag/<int:pk>/fortryd/",
        attachments.restore,
        name="restore-attachment",
    ),
    path("hoeringer/<slug:slug>/mit-svar/<int:pk>/faerdig/", draft.finish, name="finish"),
    # All of hers, when she is signed in
    path("konto/mine-svar/", mine.mine, name="mine"),
    # Her receipt
    path("kvittering/<slug:code>/", receipt.receipt, name="receipt"),
    path("kvittering/<slug:code>/kvittering.pdf", receipt.paper, name="paper"),
    path("kvittering/<slug:code>/bekraeft/<slug:token>/", receipt.confirm, name="confirm"),
    # What she does to her response until the deadline
    path("kvittering/<slug:code>/tilfoej/", amending.choose, name="choose"),
    path("kvittering/<slug:code>/tilfoej/generelt/", amending.add, name="add-general"),
    path("kvittering/<slug:code>/tilfoej/<ref:ref>/", amending.add, name="add"),
    path("kvittering/<slug:code>/ret/<int:pk>/", amending.correct, name="correct"),
    path("kvittering/<slug:code>/traek-tilbage/", amending.withdraw_all, name="withdraw-all"),
    path("kvittering/<slug:code>/traek-tilbage/<int:pk>/", amending.withdraw, name="withdraw"),
    path("kvittering/<slug:code>/nyt-svar/", amending.write_again, name="write-again"),
    path("kvittering/<slug:code>/bilag/", sent_attachments.attachments, name="sent-attachments"),
    path(
        "kvittering/<slug:code>/bilag/<int:pk>/", sent_attachments.download, name="sent-attachment"
    ),
    path(
        "kvittering/<slug:code>/bilag/<int:pk>/traek-tilbage/",
        sent_attachments.withdraw,
        name="withdraw-attachment",
    ),
]
