"""Leave a hearing: by a button, by a mail provider's one click, and by being forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.following.actions import forget
from consultation.models import Hearing, Subscription
from tests.factories import make_hearing, make_response, make_subscription

pytestmark = pytest.mark.django_db


def confirm(subscription: Subscription) -> str:
    return reverse("following:confirm", args=[subscription.token])


def leave(subscription: Subscription) -> str:
    return reverse("following:leave", args=[subscription.token])


class TestLeaving:
    """The link with a button, and a mail provider's one click (RFC 8058)."""

    @pytest.fixture
    def subscription(self, hearing: Hearing) -> Subscription:
        return make_subscription(hearing)

    ONE_CLICK = {"List-Unsubscribe": "One-Click"}

    def test_opening_changes_nothing_and_the_button_leaves(
        self, subscription: Subscription, citizen: Client
    ) -> None:
        page = citizen.get(leave(subscription)).content.decode()
        assert "Vil du ikke have flere mails?" in page
        subscription.refresh_from_db()
        assert subscription.follows
        for _press in range(2):
            answer = citizen.post(leave(subscription))
            assert answer.status_code == 200
            assert "Du får ikke flere mails" in answer.content.decode()
        subscription.refresh_from_db()
        assert not subscription.follows

    def test_one_click_needs_no_page_to_come_from(self, subscription: Subscription) -> None:
        provider = Client(enforce_csrf_checks=True)
        answer = provider.post(leave(subscription), self.ONE_CLICK)
        assert answer.status_code == 200
        subscription.refresh_from_db()
        assert not subscription.follows
        assert not answer.cookies

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://ond.example"},
            {"Origin": "null"},
        ],
    )
    def test_a_browser_on_another_site_cannot(
        self, subscription: Subscription, headers: dict[str, str]
    ) -> None:
        browser = Client(enforce_csrf_checks=True)
        answer = browser.post(leave(subscription), self.ONE_CLICK, headers=headers)
        assert answer.status_code == 403
        subscription.refresh_from_db()
        assert subscription.follows

    @pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "Maybe"}])
    def test_another_body_is_no_one_click(
        self, subscription: Subscription, body: dict[str, str]
    ) -> None:
        answer = Client(enforce_csrf_checks=True).post(leave(subscription), body)
        assert answer.status_code == 403
        subscription.refresh_from_db()
        assert subscription.follows

    def test_no_other_view_takes_it(self, subscription: Subscription, hearing: Hearing) -> None:
        provider = Client(enforce_csrf_checks=True)
        others = {
            confirm(subscription): {},
            reverse("following:follow", args=[hearing.slug]): {"email": "a@post.example"},
            reverse("responses:paragraph", args=[hearing.slug, "1.1"]): {"body": "Hej"},
            reverse("account_login"): {},
        }
        for address, fields in others.items():
            answer = provider.post(address, {**fields, **self.ONE_CLICK})
            assert answer.status_code == 403, address

    def test_another_token_leaves_nothing(
        self, subscription: Subscription, citizen: Client
    ) -> None:
        assert len(subscription.token) == 32
        for token in (subscription.token[:-1], str(subscription.pk), "x"):
            address = reverse("following:leave", args=[token])
            assert Client(enforce_csrf_checks=True).post(address, self.ONE_CLICK).status_code == 404
            assert citizen.get(reverse("following:confirm", args=[token])).status_code == 404

    def test_her_pages_are_kept_by_no_cache(
        self, subscription: Subscription, citizen: Client
    ) -> None:
        for address in (leave(subscription), confirm(subscription)):
            answer = citizen.get(address)
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.headers["X-Robots-Tag"] == "noindex"


class TestForgetting:
    """Addresses are deleted when they have no more use."""

    DAYS = timedelta(days=1)

    @pytest.mark.parametrize(
        ("fields", "kept"),
        [
            ({"confirmed_at": None, "days": 6}, True),
            ({"confirmed_at": None, "days": 8}, False),
            ({"confirmed_at": None, "responded": True, "days": 8}, True),
            ({"days": 400}, True),
            ({"left": 29, "days": 40}, True),
            ({"left": 31, "days": 40}, False),
        ],
    )
    def test_it(self, hearing: Hearing, fields: dict[str, Any], kept: bool) -> None:
        at = timezone.now()
        asked = at - fields.pop("days") * self.DAYS
        left = fields.pop("left", None)
        if left is not None:
            fields["left_at"] = at - left * self.DAYS
        make_subscription(hearing, created_at=asked, asked_at=asked, **fields)
        forget(at)
        assert Subscription.objects.exists() is kept

    def test_who_has_written_and_left_is_remembered(self, hearing: Hearing) -> None:
        """Or the result would be mailed to her all the same."""
        at = timezone.now()
        make_response(hearing, email="Jens@Post.example", email_confirmed_at=at)
        make_subscription(hearing, left_at=at - 60 * self.DAYS)
        forget(at)
        assert Subscription.objects.exists()

    def test_with_the_archived_hearing_go_its_followers(self) -> None:
        at = timezone.now()
        hearing = make_hearing(adopted_at=at, archived_at=at - 31 * self.DAYS)
        make_subscription(hearing)
        forget(at)
        assert not Subscription.objects.exists()
