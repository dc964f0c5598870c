"""Hearings that are busy."""

import pytest

from consultation.models import Comment, Hearing, Response
from tests.factories import (
    make_response,
    paragraph,
)


@pytest.fixture(params=[10, 10_000], ids=["ten comments", "ten thousand comments"])
def busy(request: pytest.FixtureRequest, hearing: Hearing) -> Hearing:
    """A hearing with that many comments, a third of them awaiting review."""
    response = make_response(hearing)
    answered = paragraph(hearing, "1.1")
    states = ("published", "published", "pending")
    Comment.objects.bulk_create(
        [
            Comment(
                response=response,
                hearing=hearing,
                paragraph=answered,
                body=f"Bemærkning {n}",
                state=states[n % 3],
            )
            for n in range(request.param)
        ],
        batch_size=2_000,
    )
    return hearing


@pytest.fixture
def answered(hearing: Hearing) -> Hearing:
    """Ten thousand responses, each with a comment that is published or waits."""
    responses = Response.objects.bulk_create(
        Response(
            hearing=hearing,
            number=n,
            name=f"Borger {n}",
            respondent_type="board" if n % 100 == 0 else "citizen",
            received_at=hearing.opens_at,
            late=False,
        )
        for n in range(1, 10_001)
    )
    Comment.objects.bulk_create(
        Comment(
            response=response,
            hearing=hearing,
            body=f"Svar om borgernes cykelsti {response.number}",
            stance="oppose" if response.number % 50 == 2 else "",
            state=("published", "pending")[response.number % 2],
        )
        for response in responses
    )
    return hearing
