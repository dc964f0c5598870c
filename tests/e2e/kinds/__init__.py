"""Every kind of page there is, and how somebody comes to it in a browser of her own.

An opener leaves the page as she sees it; `statuses` are the error answers on the way.
"""

from tests.e2e.kinds.changing import CHANGING
from tests.e2e.kinds.desk import STAFF
from tests.e2e.kinds.kind import Kind, carry_session, drafts_out_of_reach
from tests.e2e.kinds.reading import PUBLIC
from tests.e2e.kinds.signing_in import SIGNING_IN
from tests.e2e.kinds.writing import WRITING

# The last of CHANGING change what the others look at.
HERS = WRITING | CHANGING

__all__ = [
    "HERS",
    "PUBLIC",
    "SIGNING_IN",
    "STAFF",
    "Kind",
    "carry_session",
    "drafts_out_of_reach",
]
