"""The promises about published text that the database itself keeps.

Each trigger raises SQLSTATE 23001 (restrict_violation), which Django reports as IntegrityError.
"""

import pgtrigger

_REFUSE = "RAISE EXCEPTION USING ERRCODE = '23001', MESSAGE = '{message}';"


def refuse(message: str) -> str:
    """PL/pgSQL that stops the statement with `message`."""
    return _REFUSE.format(message=message.replace("'", "''"))


def never_truncate(name: str) -> pgtrigger.Trigger:
    """TRUNCATE passes row triggers by, so it is refused as a whole."""
    return pgtrigger.Trigger(
        name=f"{name}_never_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=refuse("This table is never truncated."),
    )


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Rows are added and never changed or removed."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse("This table only grows: a row is never changed or removed."),
        ),
        never_truncate(name),
    ]


version_frozen_when_published = pgtrigger.Trigger(
    name="version_frozen_when_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    # Adoption is the one thing that still happens to a published version.
    func=f"""
        IF TG_OP = 'DELETE' THEN {refuse("A published version is never deleted.")} END IF;
        IF to_jsonb(NEW) - 'state' - 'adopted_at' <> to_jsonb(OLD) - 'state' - 'adopted_at'
           OR NOT (NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'adopted'))
        THEN {refuse("A published version is never changed.")} END IF;
        RETURN NEW;
    """,
)


def frozen_with_its_version(name: str) -> pgtrigger.Trigger:
    """Rows of a version can be written only while the version is a draft."""
    return pgtrigger.Trigger(
        name=f"{name}_frozen_with_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        # FOR SHARE: whoever publishes waits for this row, or this row waits and is refused.
        func=f"""
            PERFORM 1 FROM policies_version
                WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                             CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
                FOR SHARE;
            IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM policies_version
                WHERE id = OLD.version_id AND state <> 'draft')
            THEN {refuse("The text of a published version is never changed.")} END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF EXISTS (SELECT 1 FROM policies_version
                WHERE id = NEW.version_id AND state <> 'draft')
            THEN {refuse("Nothing is added to a published version.")} END IF;
            RETURN NEW;
        """,
    )


paragraph_in_section_of_its_version = pgtrigger.Trigger(
    name="paragraph_in_own_section",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NOT EXISTS (SELECT 1 FROM policies_section
            WHERE id = NEW.section_id AND version_id = NEW.version_id)
        THEN {refuse("A paragraph stands in a section of its own version.")} END IF;
        RETURN NEW;
    """,
)

_NAME_CHANGES = pgtrigger.UpdateOf("name", "slug", "policy_id")  # type: ignore[no-untyped-call]
theme_named_in_published_version = pgtrigger.Trigger(
    name="theme_named_in_published",
    when=pgtrigger.Before,
    operation=_NAME_CHANGES | pgtrigger.Delete,
    func=f"""
        IF EXISTS (SELECT 1 FROM policies_paragraph p
            JOIN policies_version v ON v.id = p.version_id
            WHERE p.theme_id = OLD.id AND v.state <> 'draft')
        THEN {refuse("A theme of a published version keeps its name.")} END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

lineage_frozen_with_later_version = pgtrigger.Trigger(
    name="lineage_frozen_with_later",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM policies_paragraph p
            JOIN policies_version v ON v.id = p.version_id
            WHERE p.id = OLD.later_id AND v.state <> 'draft')
        THEN {refuse("The lineage of a published version is never changed.")} END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF EXISTS (SELECT 1 FROM policies_paragraph p
            JOIN policies_version v ON v.id = p.version_id
            WHERE p.id = NEW.later_id AND v.state <> 'draft')
        THEN {refuse("The lineage of a published version is never changed.")} END IF;
        RETURN NEW;
    """,
)
