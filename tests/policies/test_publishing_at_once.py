"""A paragraph that is being written while its version is published is in it before, or never."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from policies.models import Version
from tests.factories import make_version


@pytest.mark.django_db(transaction=True)
def test_publishing_waits_for_what_is_being_written() -> None:
    version = make_version()
    section = version.sections.get(number="1")
    began, finish = threading.Event(), threading.Event()

    def publish() -> None:
        began.wait()
        try:
            Version.objects.get(pk=version.pk).publish(at=timezone.now())
        finally:
            connection.close()
            finish.set()

    publisher = threading.Thread(target=publish)
    publisher.start()
    with transaction.atomic():
        version.paragraphs.create(
            section=section, position=99, ref="1.9", kind="text", text="I sidste øjeblik"
        )
        began.set()
        assert not finish.wait(1), "published while a paragraph was being written"
    publisher.join()
    version.refresh_from_db()
    assert version.state == "published"
    with pytest.raises(DatabaseError), transaction.atomic():
        version.paragraphs.create(
            section=section, position=100, ref="1.10", kind="text", text="For sent"
        )
