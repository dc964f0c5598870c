"""manage.py import_policy: prints the outline, stores a draft version, or nothing at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from consultation.demo.build import POLICY
from policies.actions import create_version
from policies.importers.outline import Block, SectionOutline
from policies.importers.sample import SAMPLE
from policies.models import Paragraph, Policy, Version
from tests.factories import make_outline

pytestmark = pytest.mark.django_db


def test_the_real_policy_becomes_a_draft_version(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_policy", str(POLICY), title="Medborgerpolitik", slug="medborger")
    printed = capsys.readouterr().out
    version = Version.objects.get()
    assert version.state == "draft"
    assert (version.policy.slug, version.label, version.number) == (
        "medborger",
        "Høringsversion",
        1,
    )
    assert version.source == POLICY.read_bytes()
    assert [section.number for section in version.sections.all()] == ["1", "2", "3", "4"]
    assert version.paragraphs.count() == 41
    for ref in version.paragraphs.values_list("ref", flat=True):
        assert f" {ref} " in printed
    assert "Afsnit: 4" in printed
    assert "Punkter: 41" in printed


def test_bullets_belong_to_their_theme() -> None:
    call_command("import_policy", str(POLICY), title="Medborgerpolitik")
    themes = dict(Paragraph.objects.filter(kind="item").values_list("ref", "theme__name"))
    assert themes["2.5a"] is None
    assert themes["4.3e"] == "Fællesskaber"
    assert list(Policy.objects.get().themes.values_list("name", "colour")) == [
        ("Ansvar", 1),
        ("Fællesskaber", 2),
        ("Åbenhed", 3),
        ("Relationer", 4),
    ]


def test_the_sample_file_becomes_a_draft_version(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_policy", str(SAMPLE))
    assert "I tvivl om: 0" in capsys.readouterr().out
    version = Version.objects.get()
    assert (version.policy.title, version.label) == ("Eksempelpolitik", "Høringsversion")
    assert dict(version.paragraphs.filter(level=2).values_list("ref", "theme__name")) == {
        "3.3b1": "Fællesskab",
        "3.3b2": "Fællesskab",
    }


def test_a_dry_run_prints_and_stores_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_policy", str(POLICY), title="Medborgerpolitik", dry_run=True)
    assert "4.3e" in capsys.readouterr().out
    assert not Policy.objects.exists()


def test_a_second_import_is_the_next_version() -> None:
    for _time in range(2):
        call_command("import_policy", str(POLICY), title="Medborgerpolitik")
    first, second = Version.objects.order_by("number")
    assert (second.number, second.previous) == (2, first)
    assert second.policy.themes.count() == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "er tom"),
        (b"PK\x03\x04rest", "beskadiget"),
        (b"bare lidt tekst uden overskrifter\n", "ingen nummererede overskrifter"),
        (b"x" * 10_000_000, "større end"),
    ],
)
def test_a_bad_file_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "politik.txt"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_policy", str(file), title="Politik")
    assert not Policy.objects.exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_policy", str(tmp_path / "findes-ikke.txt"), title="Politik")


@pytest.mark.parametrize(
    ("options", "said"),
    [({"title": "x" * 201}, "længere end 200 tegn"), ({"title": "P", "slug": "å b"}, "adresse")],
)
def test_a_bad_name_is_one_sentence(options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_policy", str(POLICY), **options)
    assert not Policy.objects.exists()


def test_an_import_that_fails_half_way_leaves_nothing() -> None:
    """The second section repeats the first one's number, which the database refuses."""
    section = SectionOutline("1", "Indledning", (Block("text", "En tekst.", ref="1.1"),))
    outline = make_outline(sections=(section, section))
    with pytest.raises(IntegrityError), transaction.atomic():
        create_version(outline, source=b"", source_name="", title="Politik")
    assert not Policy.objects.exists()
