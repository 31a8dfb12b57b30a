"""On PostgreSQL: what `actions.at_once` asks for, kept by the database, which then plans it once and not each time."""

from django.db import migrations

MAKE = """
CREATE FUNCTION surveys_answer_at_once(
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
        JOIN people_unit unit ON unit.id = stratum.unit_id
        WHERE token.key = _key AND NOT token.spent
            AND token.cell_id = _cell AND token.questionnaire_id = _questionnaire
            AND cell.id = _cell AND survey.id = _survey AND survey.state = 'field'
            AND EXISTS (
                SELECT FROM (
                    SELECT opens_at, greatest(closes_at, (
                        SELECT max(closes_at) FROM rounds_extension extension
                        WHERE extension.round_id = survey.round_id AND extension.unit_id = unit.id
                            AND extension.step = 'survey'
                    )) AS closes_at
                    FROM rounds_window
                    WHERE round_id = survey.round_id AND step = 'survey' AND block IN (unit.block, '')
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
DROP = "DROP FUNCTION surveys_answer_at_once"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_call_back_draw"), ("rounds", "__first__"), ("people", "__first__")]
    operations = [migrations.RunPython(make, drop)]
