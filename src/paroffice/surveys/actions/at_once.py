"""The last click of a respondent with a card, on PostgreSQL: the token spent and the slip written by one statement.

It writes both or nothing, and never says why: where nothing was written, `taking` asks step by step and says it.
The database's function (`migrations/0009_block_of_the_round.py`) asks what `taking` asks, and that holds for the same
reasons:

- It waits for the lock of `gate` first, and what it reads then it reads as it stands after waiting: PostgreSQL gives
  each statement of such a function a view of its own. So the books are shut only when nobody is in between.
- Of many who send the same code one changes the token; the others wait for it and find it spent.
- Place and questionnaire must be the token's own, so it does not matter where they were read.
"""

import json
from datetime import datetime

from django.db import connection

from paroffice.surveys.actions.taking import Place, Sent, day_of
from paroffice.surveys.pace import pace_of
from paroffice.surveys.questions.replies import cleaned
from paroffice.surveys.tokens import key_of

PUT = "SELECT surveys_answer_at_once(%s, %s, %s, %s, %s, %s, %s, %s)"


def answer_at_once(*, code: str, place: Place, sent: Sent, at: datetime) -> bool:
    """Whether the answer is in the box. `place` is where its page said that the card belongs."""
    if connection.vendor != "postgresql":
        return False
    replies, findings = cleaned(place.form, sent.replies, sent.language)
    if findings:
        return False
    pace = pace_of(sent.seconds, len(replies), place.survey.fast_seconds)
    where = (key_of(code), place.survey.pk, place.cell, place.questionnaire.pk)
    with connection.cursor() as cursor:
        cursor.execute(PUT, [*where, at, day_of(at), pace.value, json.dumps(replies)])
        (put,) = cursor.fetchone()
    return bool(put)
