"""The public record of what was hidden and why."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from consultation.hearings.record import Told, told, whole
from consultation.models import Hearing
from consultation.moderation.actions import redact_comment
from tests.factories import make_comment


def test_hidden_and_partly_hidden_by_reason(
    hearing: Hearing, caseworker: User, citizen: Client
) -> None:
    for _ in range(5):
        make_comment(hearing, hidden_by=caseworker)
    comment = make_comment(hearing, body="Ring 26 14 88 90")
    at = timezone.now()
    redact_comment(comment, cuts=[(5, 16)], reason="third_party", acting_user=caseworker, at=at)
    make_comment(hearing, published_by=caseworker)
    make_comment(hearing)
    page = citizen.get(reverse("hearings:record", args=[hearing.slug])).content.decode()
    # As many as the reading room tells: what is partly hidden cannot be found by subtraction.
    assert "2 bemærkninger kan læses, helt eller delvist." in page
    assert "Mindst 6 er skjult, helt eller delvist." in page
    assert page.count("færre end 5") == 1
    assert page.count('<td class="num">5</td>') == 1
    assert page.count('<td class="num">0</td>') == 9


def test_nothing_is_hidden(hearing: Hearing, citizen: Client) -> None:
    page = citizen.get(reverse("hearings:record", args=[hearing.slug])).content.decode()
    assert "Ingen er skjult." in page


@pytest.mark.parametrize("number", range(12))
def test_a_cell(number: int) -> None:
    assert told(number) == (Told(5, fewer=True) if number in (1, 2, 3, 4) else Told(number))


@given(st.lists(st.integers(0, 12), min_size=11, max_size=11), st.data())
def test_no_small_number_can_be_found_from_the_rest(cells: list[int], data: st.DataObject) -> None:
    """Whatever is told stays the same when any small number is any other small number."""
    other = [data.draw(st.integers(1, 4)) if 0 < cell < 5 else cell for cell in cells]
    shown = [[told(cell) for cell in table] for table in (cells, other)]
    assert shown[0] == shown[1]
    assert whole(shown[0]) == whole(shown[1])
    assert whole(shown[0]).number <= sum(cells)
    exact = not any(0 < cell < 5 for cell in cells)
    assert whole(shown[0]) == Told(sum(cells)) if exact else whole(shown[0]).at_least
