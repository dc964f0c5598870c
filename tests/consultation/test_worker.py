"""What the worker does now and then, beside its tasks."""

import threading
from datetime import datetime

import pytest

from consultation.management.commands import worker


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_done_again_and_the_rest_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looked: list[datetime] = []
    stopped = threading.Event()

    def failing_once(at: datetime) -> None:
        looked.append(at)
        if len(looked) == 1:
            raise RuntimeError("nothing works")
        stopped.set()

    monkeypatch.setattr(worker, "NOW_AND_THEN", (failing_once,))
    monkeypatch.setattr(worker, "INTERVAL", 0.01)
    looking = threading.Thread(target=worker._keep_looking, args=[stopped])
    looking.start()
    looking.join(timeout=10)
    assert len(looked) == 2
    assert "nothing works" in caplog.text
