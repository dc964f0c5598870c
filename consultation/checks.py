"""What `manage.py check --database default` finds in the hearings."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections


@register(Tags.database)
def hearings_have_their_broker(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **options: Any,
) -> list[CheckMessage]:
    """Nobody can send to a hearing that asks for MitID when no broker is set up."""
    from consultation.models import Hearing

    if settings.OIDC_NAME or not databases:
        return []
    with connections[databases[0]].cursor() as cursor:
        tables = connections[databases[0]].introspection.table_names(cursor)
    if Hearing._meta.db_table not in tables:
        # Before the first migration.
        return []
    asking = Hearing.objects.using(databases[0]).filter(
        identity=Hearing.Identity.MITID, adopted_at=None, archived_at=None
    )
    return [
        Warning(
            f"The hearing {slug} asks for MitID, and no broker is set up: nobody can send to it.",
            hint="Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET (docs/operations.md).",
            id="ordet.W001",
        )
        for slug in asking.values_list("slug", flat=True)
    ]
