"""Who is asking, as far as it matters for what she may send."""

from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from accounts.models import User


@dataclass(frozen=True)
class Who:
    """The signed-in person (None: nobody is), and whether the broker vouched for her in this
    session."""

    user: User | None = None
    through_broker: bool = False


NOBODY = Who()


def who_asks(request: HttpRequest) -> Who:
    """Reads the session, so it is for personal pages and for what is posted."""
    user = request.user
    if not isinstance(user, User):
        return NOBODY
    ways = {record.get("method") for record in get_authentication_records(request, user)}
    return Who(user, through_broker="socialaccount" in ways)
