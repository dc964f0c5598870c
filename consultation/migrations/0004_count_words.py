"""Counts what was published before the database kept these numbers itself."""

from django.db import migrations

KINDS = "UPDATE consultation_comment SET sender_kind = '';"

# As the triggers of 0003 do it, for every comment at once.
WORDS = """
    DELETE FROM consultation_wordstally;
    INSERT INTO consultation_wordstally
        (hearing_id, paragraph_id, stance, kind, fingerprint, count)
    SELECT hearing_id, paragraph_id, in_stance, of_kind, in_words, count(*)
    FROM consultation_comment
        CROSS JOIN LATERAL (VALUES (stance), ('any')) AS stances (in_stance)
        CROSS JOIN LATERAL (VALUES (sender_kind), ('any')) AS kinds (of_kind)
        CROSS JOIN LATERAL (VALUES (fingerprint), ('')) AS words (in_words)
    WHERE fingerprint IS NOT NULL
    GROUP BY hearing_id, paragraph_id, in_stance, of_kind, in_words;
"""

RESPONSES = """
    DELETE FROM consultation_responsetally;
    INSERT INTO consultation_responsetally (response_id, hearing_id, number, kind, stance, count)
    SELECT response.id, response.hearing_id, response.number, max(sender_kind), in_stance, count(*)
    FROM consultation_comment AS comment
        JOIN consultation_response AS response ON response.id = comment.response_id
        CROSS JOIN LATERAL (VALUES (stance), ('any')) AS stances (in_stance)
    WHERE fingerprint IS NOT NULL
    GROUP BY response.id, in_stance;
"""


class Migration(migrations.Migration):
    dependencies = [("consultation", "0003_the_citizens_evening")]

    operations = [
        migrations.RunSQL(sql, reverse_sql=migrations.RunSQL.noop)
        for sql in (KINDS, WORDS, RESPONSES)
    ]
