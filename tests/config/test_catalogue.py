"""Every word of the interface has its Danish, and the check that says so can fail."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from django.core.management import CommandError, call_command

from config import catalogue


def test_danish_is_complete_and_holds_nothing_else() -> None:
    assert catalogue.languages() == ["da"]
    assert catalogue.missing("da") == []
    assert catalogue.unused("da") == []


def test_messages_are_found_in_code_and_templates() -> None:
    found: Catalog = catalogue.in_use()
    for message in (
        "Write your name.",
        "Add to my response",
        "You have confirmed %(email)s.",
    ):
        assert found.get(message), message
    assert found.get("Comment", "a citizen's")
    plural = found.get("%(n)s comment")
    assert plural
    assert plural.id == ("%(n)s comment", "%(n)s comments")


def test_a_word_without_danish_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words = catalogue.po_file("da").read_text().replace('msgstr "Skriv dit navn."', 'msgstr ""')
    (folder / "django.po").write_text(words + '\nmsgid "Out of use"\nmsgstr "Ude af brug"\n')
    monkeypatch.setattr(catalogue, "_locale", lambda: tmp_path)
    with pytest.raises(CommandError) as said:
        call_command("check_catalogues")
    assert str(said.value).splitlines() == [
        "da: missing: Write your name.",
        "da: unused: Out of use",
    ]
