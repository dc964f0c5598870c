"""Nobody changes published text, not even with raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from policies.models import Paragraph, Version
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def execute(sql: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.fixture
def published() -> Version:
    version = make_version()
    version.publish(at=timezone.now())
    return version


ATTACKS = [
    "UPDATE policies_paragraph SET text = 'andre ord' WHERE version_id = %s",
    "UPDATE policies_paragraph SET position = position + 100 WHERE version_id = %s",
    "UPDATE policies_paragraph SET theme_id = NULL WHERE version_id = %s",
    "DELETE FROM policies_paragraph WHERE version_id = %s",
    "UPDATE policies_section SET heading = 'andet' WHERE version_id = %s",
    "DELETE FROM policies_section WHERE version_id = %s",
    "INSERT INTO policies_section (version_id, position, number, heading) VALUES (%s, 9, '9', 'x')",
    "UPDATE policies_version SET state = 'draft', published_at = NULL WHERE id = %s",
    "UPDATE policies_version SET label = 'andet' WHERE id = %s",
    "UPDATE policies_version SET source = 'x' WHERE id = %s",
    "DELETE FROM policies_version WHERE id = %s",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_raw_sql_cannot_change_a_published_version(published: Version, attack: str) -> None:
    with pytest.raises(DatabaseError):
        execute(attack, published.pk)


@pytest.mark.parametrize("attack", ATTACKS[:5])
def test_the_same_statements_work_on_a_draft(attack: str) -> None:
    """The attacks above fail because of publication, not because they are malformed."""
    assert execute(attack, make_version().pk) > 0


def test_a_paragraph_cannot_be_moved_into_a_published_version(published: Version) -> None:
    draft = make_version()
    with pytest.raises(DatabaseError):
        execute(
            "UPDATE policies_paragraph SET version_id = %s WHERE version_id = %s",
            published.pk,
            draft.pk,
        )


@pytest.mark.parametrize("table", ["version", "section", "paragraph", "theme", "lineage"])
def test_nothing_is_truncated(published: Version, table: str) -> None:
    with pytest.raises(DatabaseError):
        execute(f"TRUNCATE policies_{table} CASCADE")


def test_a_theme_keeps_its_name_but_may_change_colour(published: Version) -> None:
    theme = published.policy.themes.get()
    with pytest.raises(DatabaseError):
        execute("UPDATE policies_theme SET name = 'andet' WHERE id = %s", theme.pk)
    assert execute("UPDATE policies_theme SET colour = 7 WHERE id = %s", theme.pk) == 1


def test_a_published_version_can_be_adopted_and_nothing_else(published: Version) -> None:
    adopt = "UPDATE policies_version SET state = 'adopted', adopted_at = now() WHERE id = %s"
    assert execute(adopt, published.pk) == 1
    with pytest.raises(DatabaseError):
        execute(
            "UPDATE policies_version SET state = 'published', adopted_at = NULL WHERE id = %s",
            published.pk,
        )


def test_references_are_unique_in_a_version() -> None:
    version = make_version()
    paragraph = version.paragraphs.get(ref="1.1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Paragraph.objects.filter(version=version, ref="1.2").update(ref=paragraph.ref)


def test_a_paragraph_stands_in_a_section_of_its_own_version() -> None:
    mine, other = make_version(), make_version()
    with pytest.raises(DatabaseError), transaction.atomic():
        mine.paragraphs.update(section=other.sections.first())


def test_publishing_twice_is_refused(published: Version) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        published.publish(at=timezone.now())
