"""Which language a comment is in: real sentences, and those nobody could tell."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.comment_language import FEWEST_WORDS, PLAUSIBLE, language_of
from consultation.models import Comment, Hearing
from consultation.responses.languages import recognise_languages
from tests.factories import make_comment, make_response

SENTENCES = {
    "da": "Jeg synes, at kommunen skal lytte mere til de unge i byen.",
    "en": "I think the municipality should listen more to young people in town.",
    "de": "Ich finde, dass die Gemeinde mehr auf die Jugendlichen hören sollte.",
    "sv": "Jag tycker att kommunen borde lyssna mer på de unga i staden.",
    "no": "Jeg synes ikke kommunen bør bruke mer penger på dette, det blir for mye.",
    "ar": "أعتقد أن البلدية يجب أن تستمع أكثر إلى الشباب في المدينة.",
    "ur": "میرا خیال ہے کہ بلدیہ کو شہر کے نوجوانوں کی بات زیادہ سننی چاہیے۔",
    "fa": "من فکر می‌کنم شهرداری باید بیشتر به جوانان شهر گوش دهد.",
    "tr": "Bence belediye şehirdeki gençleri daha fazla dinlemeli ve onlara yer vermelidir.",
    "pl": "Uważam, że gmina powinna bardziej słuchać młodych ludzi w mieście.",
    "so": "Waxaan qabaa in degmadu ay dhageysato dhalinyarada magaalada joogta.",
    "uk": "Я думаю, що муніципалітет має більше слухати молодь у місті.",
    "ru": "Я думаю, что муниципалитет должен больше слушать молодёжь в городе.",
    "fr": "Je pense que la commune devrait écouter davantage les jeunes de la ville.",
    "es": "Creo que el municipio debería escuchar más a los jóvenes de la ciudad.",
    "ro": "Cred că primăria ar trebui să asculte mai mult tinerii din oraș.",
    "ku": "Ez difikirim ku şaredarî divê bêtir guh bide ciwanên bajêr.",
    "zh": "我认为市政府应该多听取年轻人的意见",
}
DANISH = [
    "Vi skal have flere bænke langs stien ved søen.",
    "Værdi for hvem? Det står der ikke.",
    "Demokratiet er ikke kun valgdagen. Jeg foreslår en lille tilføjelse.",
    "JEG ER MEGET UENIG I DETTE FORSLAG FRA KOMMUNEN",
    "Super fint, det er virkelig cool at I spørger os 👍👍🎉",
    "Mit nummer er 010190-1234, og jeg vil gerne høre fra jer snart.",
    "Se https://example.com/this/is/the/page og sig, hvad I mener om det nu.",
    "Jeg bor på Vejlebrovej, og min nabo Mehmet Yılmaz er enig med mig.",
]
NOBODY_CAN_TELL = [
    "",
    "Enig.",
    "Vi skal have bedre busser",
    "👍 🎉 😀 🙏 👏 🔥 💯",
    "010190-1234 26 14 88 90 amina@post.example 1 2 3 4 5 6 7 8",
    "Mit CPR-nummer er 010190-1234, ring 26 14 88 90",
    "https://www.example.com/we/would/like/to/have/more/benches/please/and/thanks",
    "asdf qwer zxcv hjkl uiop bnmn",
    "lorem ipsum dolor sit amet consectetur adipiscing elit",
    "Jeg synes det er en god idé. I think the municipality should listen to young people.",
    "!!!!! ????? ..... ----- ##### *****",
]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_known(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize("text", DANISH)
def test_danish_is_not_taken_for_its_neighbours(text: str) -> None:
    assert language_of(text) == "da"


def test_neighbours_that_nobody_tells_apart_count_as_one() -> None:
    said = language_of("Mislim da bi općina trebala više slušati mlade ljude u gradu.")
    assert said in {"bs", "hr", "sr"}


@pytest.mark.parametrize("text", NOBODY_CAN_TELL)
def test_nobody_guesses(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize("language", sorted(set(SENTENCES) - {"zh"}))
def test_never_for_fewer_than_six_words(language: str) -> None:
    words = SENTENCES[language].split()[: FEWEST_WORDS - 1]
    assert language_of(" ".join(words)) == ""


def test_a_page_of_it_takes_no_time_and_a_hundred_kilobytes_neither() -> None:
    assert language_of((SENTENCES["tr"] + "\n") * 1500) == "tr"
    assert language_of("ord " * 25_000) in {"", *PLAUSIBLE}


def test_the_model_is_loaded_by_the_worker_and_not_with_the_site() -> None:
    loaded = "import sys, django; django.setup(); import config.urls; print('numpy' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, cwd=settings.ROOT
    )
    assert run.stdout.strip() == "False", run.stderr


@pytest.mark.django_db
class TestOfAResponse:
    @pytest.mark.django_db(transaction=True)
    def test_the_worker_marks_what_was_sent(self, hearing: Hearing, citizen: Client) -> None:
        paragraph = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
        for language in ("ar", "da"):
            citizen.post(paragraph, {"body": SENTENCES[language]})
        citizen.post(
            reverse("responses:review", args=[hearing.slug]),
            {
                "do": "send",
                "name": "Amina",
                "email": "amina@post.example",
                "respondent_type": "citizen",
                "general": "Enig.",
            },
        )
        assert set(hearing.comments.values_list("language", flat=True)) == {""}
        call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
        found = hearing.comments.order_by("id").values_list("language", flat=True)
        assert list(found) == ["ar", "da", ""]

    def test_the_words_stay_as_they_were(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body=SENTENCES["pl"])
        for _twice in range(2):
            recognise_languages.func(comment.response_id)
            comment.refresh_from_db()
            assert (comment.body, comment.language) == (SENTENCES["pl"], "pl")

    def test_readers_the_sender_and_the_caseworker_are_told(
        self, hearing: Hearing, citizen: Client, as_caseworker: Client, caseworker: User
    ) -> None:
        comment = make_comment(
            hearing, body=SENTENCES["ar"], language="ar", published_by=caseworker
        )
        marked = '<div class="words" dir="auto" lang="ar">'
        read = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
        for address in (read, f"/en{read}", comment.response.get_absolute_url()):
            assert marked in citizen.get(address).content.decode()
        desk = reverse("desk:comment", args=[hearing.slug, comment.pk])
        page = as_caseworker.get(desk).content.decode()
        assert '<div class="case__body" dir="auto" lang="ar">' in page
        assert '<span class="queue__w" dir="auto" lang="ar">' in page

    def test_what_nobody_could_tell_is_not_marked(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, body="Enig.", published_by=caseworker)
        page = citizen.get(reverse("responses:paragraph", args=[hearing.slug, "1.1"]))
        assert '<div class="words" dir="auto"><p>Enig.</p></div>' in page.content.decode()

    def test_a_response_without_comments(self, hearing: Hearing) -> None:
        recognise_languages.func(make_response(hearing).pk)
        assert not Comment.objects.exists()
