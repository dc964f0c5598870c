"""The pages about the site: read by everybody, written by staff, nothing lost."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from pages.actions import ChangedMeanwhile, save_page
from pages.models import PageName, Revision
from pages.texts import first_text

pytestmark = pytest.mark.django_db

HOW = "/saadan-foregaar-en-hoering/"
EDIT = "/sagsbehandling/sider/how/da/"


def saved(user: User, source: str, *, seen: int = 0, language: str = "da") -> Revision | None:
    return save_page(PageName.HOW, language, source, seen=seen, acting_user=user, at=timezone.now())


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestReading:
    @pytest.mark.parametrize(
        ("address", "danish", "english"),
        [
            (HOW, "Sådan foregår en høring", "How a hearing works"),
            ("/privatliv/", "Privatliv", "Privacy"),
            ("/was/", "Tilgængelighedserklæring", "Accessibility statement"),
            ("/kontakt/", "Kontakt", "Contact"),
        ],
    )
    def test_they_are_in_both_languages_and_in_every_footer(
        self, citizen: Client, address: str, danish: str, english: str
    ) -> None:
        for prefix, title in (("", danish), ("/en", english)):
            page = text_of(citizen, prefix + address)
            assert f"<h1>{title}</h1>" in page
            assert 'class="notice"' not in page
            assert f'href="{prefix}{address}"' in text_of(citizen, f"{prefix}/")

    def test_what_differs_comes_from_the_settings(
        self, citizen: Client, settings: Settings
    ) -> None:
        settings.CONTACT_EMAIL, settings.CONTACT_PHONE = "hjaelp@by.example", "43 57 75 75"
        settings.MUNICIPALITY = "By & <Land> Kommune"
        page = text_of(citizen, "/kontakt/")
        assert 'href="mailto:hjaelp@by.example"' in page
        assert "Telefon: 43 57 75 75" in page
        assert "By &amp; &lt;Land&gt; Kommune" in page
        settings.CONTACT_PHONE = ""
        assert "Telefon" not in text_of(citizen, "/kontakt/")
        assert "{" not in page

    def test_the_statement_tells_what_the_law_asks_for(self, citizen: Client) -> None:
        page = text_of(citizen, "/was/")
        for told in (
            "lov om tilgængelighed af offentlige organers websteder",
            "http://127.0.0.1:8000",
            "lever delvist op til kravene i WCAG 2.2",
            "Filer, som andre har sendt ind",
            "Vi har selv testet siden",
            "Digitaliseringsstyrelsen",
            "10 arbejdsdage",
            "25. november 2026",
            "mailto:",
        ):
            assert told in page

    def test_an_empty_translation_shows_the_danish_text_and_says_so(
        self, citizen: Client, caseworker: User
    ) -> None:
        saved(caseworker, "", language="en")
        page = text_of(citizen, f"/en{HOW}")
        assert "This page is only written in Danish." in page
        assert '<div class="prose" lang="da" dir="ltr">' in page
        assert "Når kommunen vil vedtage" in page

    def test_markup_is_what_staff_write_and_nothing_else(
        self, citizen: Client, caseworker: User
    ) -> None:
        saved(
            caseworker,
            "# Øverst\n\n<script>alert(1)</script> **fed** [klik](javascript:alert(1))\n\n"
            "![x](https://ond.example/spor.png) <img src=x onerror=y> {findes ikke}",
        )
        page = text_of(citizen, HOW).split('class="prose"')[1]
        assert "<h2>Øverst</h2>" in page
        assert "<strong>fed</strong>" in page
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
        assert "{findes ikke}" in page


class TestWriting:
    def test_what_is_saved_is_shown_and_the_text_before_is_kept(
        self, as_caseworker: Client, caseworker: User, citizen: Client
    ) -> None:
        form = {"source": "Hej **alle**.\r\nNy linje", "seen": "0", "do": "save"}
        answer = as_caseworker.post(EDIT, form)
        assert (answer.status_code, answer.headers["Location"]) == (302, EDIT)
        assert "<strong>alle</strong>" in text_of(citizen, HOW)
        (kept,) = Revision.objects.all()
        assert (kept.number, kept.by, kept.after) == (1, caseworker, "Hej **alle**.\nNy linje")
        assert kept.before == first_text(PageName.HOW, "da").source
        page = text_of(as_caseworker, EDIT)
        assert "Siden er gemt." in page
        assert "Hej **alle**." in page
        assert 'name="seen" value="1"' in page

    def test_a_preview_saves_nothing(self, as_administrator: Client) -> None:
        form = {"source": "# Mit **udkast**", "seen": "0", "do": "preview"}
        page = as_administrator.post(EDIT, form).content.decode()
        assert "<h2>Mit <strong>udkast</strong></h2>" in page
        assert "# Mit **udkast**" in page
        assert not Revision.objects.exists()

    def test_with_javascript_only_the_preview_comes(self, as_caseworker: Client) -> None:
        form = {"source": "Kort tekst.", "seen": "0"}
        page = as_caseworker.post(EDIT, form, headers={"HX-Request": "true"}).content.decode()
        assert "<p>Kort tekst.</p>" in page
        assert "<html" not in page
        assert 'LIX <span class="num">2</span>, let' in page

    def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(
        self, as_caseworker: Client, administrator: User, citizen: Client
    ) -> None:
        saved(administrator, "Den andens tekst")
        mine = {"source": "Min egen tekst", "seen": "0", "do": "save"}
        answer = as_caseworker.post(EDIT, mine)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "mette gemte siden" in page
        assert ">\nMin egen tekst</textarea>" in page
        assert "Den andens tekst" in text_of(citizen, HOW)
        as_caseworker.post(EDIT, {**mine, "seen": "1"})
        assert "Min egen tekst" in text_of(citizen, HOW)
        assert [r.after for r in Revision.objects.all()] == ["Min egen tekst", "Den andens tekst"]

    def test_pressed_twice_is_saved_once(self, as_caseworker: Client) -> None:
        form = {"source": "Det samme", "seen": "0", "do": "save"}
        for _time in range(2):
            assert as_caseworker.post(EDIT, form).status_code == 302
        assert Revision.objects.count() == 1

    @pytest.mark.parametrize(
        ("form", "told"),
        [
            ({"source": " ", "seen": "0"}, "Den danske tekst kan ikke være tom."),
            ({"source": "x" * 50_001, "seen": "0"}, "50001"),
            ({"source": "x\x00y", "seen": "0"}, "Null"),
            ({"source": "x", "seen": "-1"}, "0"),
            ({"source": "x", "seen": "9" * 30}, "2147483646"),
            ({"source": "x"}, "påkrævet"),
        ],
        ids=["empty", "long", "nul", "negative", "huge", "unseen"],
    )
    def test_what_cannot_be_saved_stays_in_the_form(
        self, as_caseworker: Client, form: dict[str, str], told: str
    ) -> None:
        answer = as_caseworker.post(EDIT, {**form, "do": "save"})
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert not Revision.objects.exists()

    def test_a_database_that_fails_loses_nothing(self, as_caseworker: Client) -> None:
        form = {"source": "Min lange <tekst>", "seen": "0", "do": "save"}
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE pages_revision RENAME TO away")
        answer = as_caseworker.post(EDIT, form)
        assert answer.status_code == 503
        assert "Min lange &lt;tekst&gt;" in answer.content.decode()

    def test_an_earlier_text_can_be_opened_again(
        self, as_caseworker: Client, caseworker: User
    ) -> None:
        saved(caseworker, "Første")
        saved(caseworker, "Anden", seen=1)
        page = text_of(as_caseworker, f"{EDIT}?udgave=1")
        assert ">\nFørste</textarea>" in page
        assert 'name="seen" value="2"' in page
        for wrong in ("x", "9", "9" * 40):
            assert ">\nAnden</textarea>" in text_of(as_caseworker, f"{EDIT}?udgave={wrong}")

    def test_the_list_shows_who_changed_what_and_how_hard_it_is(
        self, as_caseworker: Client, administrator: User
    ) -> None:
        saved(administrator, "Kompliceret sagsbehandlingsterminologi vanskeliggør forståelsen")
        page = text_of(as_caseworker, reverse("pages:list"))
        assert page.count("sagsbehandling/sider/") > 8
        assert "mette" in page
        assert "svær</span>" in page
        assert "let</span>" in page

    @pytest.mark.parametrize("role", ["citizen", "as_stranger", "as_council_member"])
    def test_nobody_else_saves(self, role: str, request: pytest.FixtureRequest) -> None:
        client: Client = request.getfixturevalue(role)
        form = {"source": "Min side", "seen": "0", "do": "save"}
        assert client.post(EDIT, form).status_code in (302, 403, 404)
        assert not Revision.objects.exists()

    @pytest.mark.parametrize("address", ["findes-ikke/da/", "how/xx/", "how/"])
    def test_a_page_or_language_there_is_not(self, address: str, as_caseworker: Client) -> None:
        assert as_caseworker.get(f"/sagsbehandling/sider/{address}").status_code == 404


class TestPromises:
    @pytest.mark.parametrize(
        "sql",
        ["UPDATE pages_revision SET after = 'x'", "DELETE FROM pages_revision"],
    )
    def test_no_text_is_changed_or_removed(self, caseworker: User, sql: str) -> None:
        saved(caseworker, "Første")
        with pytest.raises(IntegrityError, match="only grows"), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_no_page_but_ours(self, caseworker: User) -> None:
        with pytest.raises(IntegrityError, match="revision_page_known"), transaction.atomic():
            Revision.objects.create(
                page="andet", language="da", number=1, by=caseworker, at=timezone.now()
            )


@pytest.mark.django_db(transaction=True)
def test_ten_who_save_at_the_same_moment(caseworker: User) -> None:
    """One is saved; the nine others are told."""
    ready = threading.Barrier(10)
    told: list[Any] = []

    def save(n: int) -> None:
        ready.wait()
        try:
            told.append(saved(caseworker, f"Tekst {n}"))
        except ChangedMeanwhile as changed:
            told.append(changed.standing.number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=[n]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (kept,) = Revision.objects.all()
    assert sorted(map(str, told)) == sorted([str(kept)] + ["1"] * 9)
