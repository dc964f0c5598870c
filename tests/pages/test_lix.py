"""LIX is low on every page we ship."""

import pytest
from django.conf import settings

from consultation.readability import lix
from pages.markdown import as_sentences
from pages.models import PageName
from pages.texts import first_text


def test_headings_do_not_count() -> None:
    assert as_sentences("## En meget vanskelig overskrift\n\nVi bor **her**.\n\n- Du\n- bor") == [
        "Vi bor her.",
        "Du",
        "bor",
    ]


@pytest.mark.parametrize("page", PageName)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_our_own_pages_are_plain(page: PageName, language: str) -> None:
    blocks = as_sentences(first_text(page, language).source)
    assert sum(len(block.split()) for block in blocks) > 60
    assert 5 < lix(blocks) < 35
