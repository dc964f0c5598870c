"""The cast, by role, and what every test may rely on."""

import os
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from pytest_django import Settings

from accounts.models import Role, User
from consultation.models import Hearing
from tests import factories
from tests.broker import Broker

# Playwright runs an event loop in the test's own thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> Iterator[None]:
    """Let the test runner empty tables that refuse TRUNCATE, and nobody else. For every connection:
    where an event loop runs, as Playwright's does, a thread has one of its own."""
    execute = DatabaseOperations.execute_sql_flush

    def lifted(self: DatabaseOperations, sql: list[str]) -> None:
        if not sql:
            return
        # A browser may still be saving when its test has ended; the two may wait for each other.
        for left in (2, 1, 0):
            try:
                execute(self, ["SET LOCAL session_replication_role = replica", *sql])
                return
            except OperationalError:
                if not left:
                    raise

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseOperations, "execute_sql_flush", lifted)
        yield


@pytest.fixture
def hearing(db: None) -> Hearing:
    return factories.make_hearing()


@pytest.fixture
def caseworker(db: None) -> User:
    return factories.make_user("lone@kommune.example", Role.CASEWORKER)


@pytest.fixture
def council_member(db: None) -> User:
    return factories.make_user("henrik@kommune.example", Role.COUNCIL_MEMBER)


@pytest.fixture
def administrator(db: None) -> User:
    return factories.make_user("mette@kommune.example", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, with no part in anything here."""
    return factories.make_user("fremmed@post.example", Role.CITIZEN)


def _browser(user: User | None = None) -> Client:
    """A client that, like every browser, says where its forms come from."""
    client = Client(headers={"Origin": "http://testserver"}, enforce_csrf_checks=True)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def citizen() -> Client:
    """A citizen's browser: not signed in, as almost all are."""
    return _browser()


@pytest.fixture
def as_caseworker(caseworker: User) -> Client:
    return _browser(caseworker)


@pytest.fixture
def as_council_member(council_member: User) -> Client:
    return _browser(council_member)


@pytest.fixture
def as_administrator(administrator: User) -> Client:
    return _browser(administrator)


@pytest.fixture
def as_stranger(stranger: User) -> Client:
    return _browser(stranger)


@pytest.fixture(scope="session")
def broker_process() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.stop()


@pytest.fixture
def broker(broker_process: Broker, settings: Settings) -> Broker:
    """The site set up for sign-in through a broker that runs on this machine."""
    broker_process.set_up(settings)
    return broker_process
