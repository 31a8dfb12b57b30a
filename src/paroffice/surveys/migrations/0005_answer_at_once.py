"""On PostgreSQL: what `actions.at_once` asks for, kept by the database, which then plans it once and not each time."""

from django.db import migrations

MAKE = """
CREATE FUNCTION surveys_answer_at_once(
    _key text, _cell bigint, _questionnaire bigint, _at timestamptz, _slip uuid, _day date, _pace text, _replies jsonb
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    _place record;
BEGIN
    SELECT survey.id AS survey, survey.round_id AS round, unit.id AS unit, unit.block AS block INTO _place
    FROM surveys_cell cell
    JOIN surveys_stratum stratum ON stratum.id = cell.stratum_id
    JOIN surveys_survey survey ON survey.id = stratum.survey_id
    JOIN people_unit unit ON unit.id = stratum.unit_id
    WHERE cell.id = _cell;

    PERFORM pg_advisory_xact_lock_shared(21303, _place.survey::int);
    PERFORM FROM surveys_survey WHERE id = _place.survey AND state = 'field';
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    PERFORM FROM (
        SELECT opens_at, greatest(closes_at, (
            SELECT max(closes_at) FROM rounds_extension
            WHERE round_id = _place.round AND unit_id = _place.unit AND step = 'survey'
        )) AS closes_at
        FROM rounds_window
        WHERE round_id = _place.round AND step = 'survey' AND block IN (_place.block, '')
        ORDER BY block DESC LIMIT 1
    ) time WHERE opens_at <= _at AND _at < closes_at;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE surveys_token SET spent = true
    WHERE key = _key AND cell_id = _cell AND questionnaire_id = _questionnaire AND NOT spent;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    INSERT INTO surveys_slip (key, cell_id, questionnaire_id, day, way, pace, collector, replies)
    VALUES (_slip, _cell, _questionnaire, _day, 'web', _pace, '', _replies);
    RETURN true;
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
