"""Pages about the site, which everybody reads, and the desk where staff write them."""

from django.urls import path, register_converter

from pages import views
from pages.models import PageName


class PageConverter:
    """The name of one of our pages, and no other."""

    regex = "|".join(PageName.values)

    def to_python(self, value: str) -> PageName:
        return PageName(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(PageConverter, "page")

app_name = "pages"
urlpatterns = [
    # Reading
    path("saadan-foregaar-en-hoering/", views.read, {"page": PageName.HOW}, name="how"),
    path("privatliv/", views.read, {"page": PageName.PRIVACY}, name="privacy"),
    path("was/", views.read, {"page": PageName.ACCESSIBILITY}, name="accessibility"),
    path("kontakt/", views.read, {"page": PageName.CONTACT}, name="contact"),
    # Writing
    path("sagsbehandling/sider/", views.pages, name="list"),
    path("sagsbehandling/sider/<page:page>/<slug:language>/", views.edit, name="edit"),
]
