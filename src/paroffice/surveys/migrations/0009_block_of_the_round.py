"""On PostgreSQL: the last click asks for the window of the block in which its unit takes part in the round.

Until now it asked for the block where the unit stands, so that one that moved lost its dates.
"""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION surveys_answer_at_once(
    _key text, _survey bigint, _cell bigint, _questionnaire bigint, _at timestamptz,
    _day date, _pace text, _replies jsonb
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(21303, _survey::int);
    WITH spent AS (
        UPDATE surveys_token token SET spent = true
        FROM surveys_cell cell
        JOIN surveys_stratum stratum ON stratum.id = cell.stratum_id
        JOIN surveys_survey survey ON survey.id = stratum.survey_id
        LEFT JOIN rounds_participant taking_part
            ON taking_part.round_id = survey.round_id AND taking_part.unit_id = stratum.unit_id
        WHERE token.key = _key AND NOT token.spent
            AND token.cell_id = _cell AND token.questionnaire_id = _questionnaire
            AND cell.id = _cell AND survey.id = _survey AND survey.state = 'field'
            AND EXISTS (
                SELECT FROM (
                    SELECT opens_at, greatest(closes_at, (
                        SELECT max(closes_at) FROM rounds_extension extension
                        WHERE extension.round_id = survey.round_id AND extension.unit_id = stratum.unit_id
                            AND extension.step = 'survey'
                    )) AS closes_at
                    FROM rounds_window
                    WHERE round_id = survey.round_id AND step = 'survey' AND block IN (taking_part.block, '')
                    ORDER BY block DESC LIMIT 1
                ) time WHERE opens_at <= _at AND _at < closes_at
            )
        RETURNING token.key
    )
    INSERT INTO surveys_slip (key, cell_id, questionnaire_id, day, way, pace, collector, replies)
    SELECT gen_random_uuid(), _cell, _questionnaire, _day, 'web', _pace, '', _replies FROM spent;
    RETURN FOUND;
END
$$
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0008_codes_stand_aside"), ("rounds", "0002_clarification_extensionrequest_participant")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
