"""The files that leave the house: one row a comment, every word of it, and nothing computed."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.export.rows import rows
from consultation.export.xlsx import write_xlsx
from consultation.models import AuditEvent, Hearing
from consultation.responses.amending import correct_comment, withdraw_comment
from tests.factories import make_attachment, make_comment, make_response

COLUMNS = [
    "Svarnummer",
    "Modtaget",
    "For sent",
    "E-mail bekræftet",
    "Udtaler sig som",
    "På vegne af",
    "Navn",
    "Navn må vises",
    "Punkt",
    "Punktets ordlyd",
    "Holdning",
    "Bemærkning",
    "Ny ordlyd",
    "Status",
    "Begrundelse for at skjule",
    "Bilag",
]

HOSTILE = [
    "=1+1",
    "+45 20304050",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    ' =HYPERLINK("http://ond.example")',
    'første\r\n\r\nanden; "tredje"',
    "👩‍👩‍👧‍👦 أهلا \u202eמה",
    "http://ond.example",
    "00123",
    "å" * 30_000,
]


def export(client: Client, hearing: Hearing, format: str) -> bytes:
    answer = client.post(reverse("export:export", args=[hearing.slug]), {"format": format})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def as_table(content: bytes, format: str) -> list[list[Any]]:
    if format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(line) for line in sheet.iter_rows(values_only=True)]


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "xlsx"])
class TestFiles:
    def test_a_row_says_who_said_what_to_which_words(
        self, hearing: Hearing, as_caseworker: Client, caseworker: User, format: str
    ) -> None:
        response = make_response(
            hearing, respondent_type="association", on_behalf_of="Ishøj Roklub", name_public=False
        )
        make_comment(
            hearing,
            "2.1b",
            response=response,
            stance="support_with_change",
            body="Giv os lokaler",
            proposed_text="Vi har lokaler",
            published_by=caseworker,
        )
        head, row = as_table(export(as_caseworker, hearing, format), format)
        assert head == COLUMNS
        assert str(row[0]) == "1"
        assert row[2:] == [
            "nej",
            "nej",
            "Forening",
            "Ishøj Roklub",
            "Birthe Mølgaard",
            "nej",
            "2.1b",
            "Vi har et stærkt foreningsliv",
            "Støtter med ændring",
            "Giv os lokaler",
            "Vi har lokaler",
            "Offentliggjort",
            row[14],
            row[15],
        ]
        assert not row[14]
        assert not row[15]

    def test_hidden_rows_are_there_and_marked(
        self, hearing: Hearing, as_caseworker: Client, caseworker: User, format: str
    ) -> None:
        make_comment(hearing, body="Grimme ord", hidden_by=caseworker)
        row = as_table(export(as_caseworker, hearing, format), format)[1]
        assert (row[11], row[13], row[14]) == ("Grimme ord", "Skjult", "Chikane")

    def test_what_a_sender_took_back_is_there_and_marked(
        self, hearing: Hearing, as_caseworker: Client, format: str
    ) -> None:
        comment, other = make_comment(hearing, body="Før"), make_comment(hearing, body="Fortrudt")
        now = timezone.now()
        correct_comment(comment, {"body": "Efter"}, by=None, at=now)
        withdraw_comment(other, by=None, at=now)
        table = as_table(export(as_caseworker, hearing, format), format)
        assert [(row[11], row[13]) for row in table[1:]] == [
            ("Før", "Rettet"),
            ("Efter", "Afventer gennemgang"),
            ("Fortrudt", "Trukket tilbage"),
        ]
        assert [row.is_hidden for row in rows(hearing)] == [True, False, True]

    def test_files_are_named_on_every_row_of_their_response(
        self, hearing: Hearing, as_caseworker: Client, format: str
    ) -> None:
        response = make_response(hearing)
        for ref in ("1.1", "1.2"):
            make_comment(hearing, ref, response=response)
        make_comment(hearing)
        make_attachment(response, name="Brev.pdf")
        make_attachment(response, b"andet", name="=1+1.pdf")
        table = as_table(export(as_caseworker, hearing, format), format)
        assert [row[15] or "" for row in table[1:]] == ["Brev.pdf; =1+1.pdf"] * 2 + [""]

    def test_a_general_comment_has_no_paragraph(
        self, hearing: Hearing, as_caseworker: Client, format: str
    ) -> None:
        make_comment(hearing, "", stance="")
        row = as_table(export(as_caseworker, hearing, format), format)[1]
        assert (row[8] or "", row[9], row[10]) == ("", "Generel bemærkning", "Ikke oplyst")

    def test_every_text_survives(
        self, hearing: Hearing, as_caseworker: Client, format: str
    ) -> None:
        response = make_response(hearing)
        for text in HOSTILE:
            make_comment(hearing, response=response, body=text)
        table = as_table(export(as_caseworker, hearing, format), format)
        told = [str(row[11]) for row in table[1:]]
        if format == "csv":
            told = [text.removeprefix("'") for text in told]
        else:
            # A workbook writes a carriage return as this escape, which Excel reads back as one.
            told = [text.replace("_x000D_", "\r") for text in told]
        assert told == HOSTILE

    def test_nothing_is_a_formula(
        self, hearing: Hearing, as_caseworker: Client, format: str
    ) -> None:
        response = make_response(hearing, name="=cmd|'/C calc'!A0", on_behalf_of="@SUM(1)")
        for text in HOSTILE[:6]:
            make_comment(hearing, response=response, body=text, proposed_text=text)
        content = export(as_caseworker, hearing, format)
        if format == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            assert sheet is not None
            kinds = {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line}
            assert kinds <= {"s", "n", "d", "inlineStr"}
            return
        for row in as_table(content, format)[1:]:
            for cell in (row[5], row[6], row[11], row[12]):
                assert cell.startswith("'"), cell

    def test_no_e_mail_is_in_it(self, hearing: Hearing, as_caseworker: Client, format: str) -> None:
        make_comment(hearing)
        table = as_table(export(as_caseworker, hearing, format), format)
        assert not any("birthe@post.example" in str(cell) for row in table for cell in row)

    def test_who_took_it_is_on_record(
        self, hearing: Hearing, as_caseworker: Client, caseworker: User, format: str
    ) -> None:
        export(as_caseworker, hearing, format)
        event = AuditEvent.objects.get()
        assert (event.verb, event.by, event.detail) == ("exported", caseworker, {"format": format})

    def test_the_command_writes_the_same(
        self, hearing: Hearing, as_caseworker: Client, tmp_path: Path, format: str
    ) -> None:
        make_comment(hearing, body="Det samme")
        file = tmp_path / f"svar.{format}"
        call_command("export_responses", hearing.slug, format=format, output=file, verbosity=0)
        mine, theirs = file.read_bytes(), export(as_caseworker, hearing, format)
        assert as_table(mine, format) == as_table(theirs, format)
        assert [f.name for f in tmp_path.iterdir()] == [file.name]


@pytest.mark.django_db
def test_a_text_longer_than_a_cell_goes_on_in_further_columns(hearing: Hearing) -> None:
    text = "".join(chr(0x1F600 + n % 60) + f"{n:06d} " for n in range(6_000))
    make_comment(hearing, body=text)
    make_comment(hearing, body="kort")
    file = io.BytesIO()
    assert write_xlsx(file, rows(hearing), longest_text=len(text)) == 2
    head, long, short = as_table(file.getvalue(), "xlsx")
    continued = [n for n, name in enumerate(head) if str(name).startswith("Bemærkning")]
    assert len(continued) > 1
    assert "".join(long[n] or "" for n in continued) == text
    assert [short[n] for n in continued] == ["kort"] + [None] * (len(continued) - 1)


@pytest.mark.django_db
def test_a_format_we_do_not_make(hearing: Hearing, as_caseworker: Client) -> None:
    answer = as_caseworker.post(reverse("export:export", args=[hearing.slug]), {"format": "exe"})
    assert answer.status_code == 422
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(hearing: Hearing, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Der er ingen høring med adressen »findes-ikke«"):
        call_command("export_responses", "findes-ikke")
    with pytest.raises(CommandError, match="kan ikke skrives"):
        call_command("export_responses", hearing.slug, output=tmp_path / "ingen" / "mappe.csv")


FILL = """
    INSERT INTO consultation_comment
        (response_id, hearing_id, paragraph_id, stance, body, proposed_text, state,
         public_body, hidden_reason)
    SELECT %s, %s, %s, 'support', repeat('En bemærkning om fællesskab. ', 10), '', 'pending', '', ''
    FROM generate_series(1, %s)
"""

# Peak memory of a whole process that exports, in kB.
MEASURED = """
import django, resource, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[3]
django.setup()
from django.core.management import call_command
call_command("export_responses", "en-hoering", format=sys.argv[1], output=sys.argv[2], verbosity=0)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def fill(hearing: Hearing, comments: int) -> None:
    response = hearing.responses.first() or make_response(hearing)
    paragraph = hearing.version.paragraphs.get(ref="1.1")
    with connection.cursor() as cursor:
        cursor.execute(FILL, [response.pk, hearing.pk, paragraph.pk, comments])


def peak_memory(format: str, file: Path) -> int:
    database = str(connection.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, format, str(file), database],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.strip().splitlines()[-1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_100_000_rows_take_the_memory_of_1_000(
    hearing: Hearing, tmp_path: Path, format: str
) -> None:
    fill(hearing, 1_000)
    few = peak_memory(format, tmp_path / "few")
    fill(hearing, 99_000)
    many = peak_memory(format, tmp_path / "many")
    assert many - few < 20_000, f"{few} kB for 1,000 rows, {many} kB for 100,000"
    if format == "csv":
        with (tmp_path / "many").open("rb") as file:
            assert sum(1 for _line in file) == 100_001
