"""132,000 answers of 510 questions, out of the office's database as CSV: how long, in how much memory.

python -m benchmarks.survey_export [ANSWERS QUESTIONS]
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

ANSWERS, QUESTIONS = 132_000, 510
LINE = """INSERT INTO surveys_response
(key, cell_id, questionnaire_id, day, way, pace, collector, replies, set_aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def main() -> None:
    answers, questions = (int(one) for one in (sys.argv[1:3] or (ANSWERS, QUESTIONS)))
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        environment.pop("DATABASE_URL", None)
        for step in ("fill", "write"):
            command = [sys.executable, "-m", "benchmarks.survey_export", step, str(answers), str(questions)]
            subprocess.run(command, check=True, env=environment)


def fill(answers: int, questions: int) -> None:
    """A survey with that many answers, every question answered; its rows laid by the driver itself, to be quick."""
    from django.db import connection
    from django.utils import timezone

    from paroffice.config.tables import bring_up_to_date
    from paroffice.people.models import Person, Unit
    from paroffice.rounds.models import Round
    from paroffice.rubrics.models import AdoptedEdition
    from paroffice.surveys.models import Cell, Questionnaire, Stratum, Survey, Way

    bring_up_to_date()
    by, now = Person.objects.create_user("bench"), timezone.now()
    edition = AdoptedEdition.objects.create(name="bench", title="bench", digest="0" * 64, files={}, adopted_at=now)
    round_ = Round.objects.create(year=2026, title="bench", edition=edition, opened_at=now)
    survey = Survey.objects.create(round=round_, begun_by=by, begun_at=now)
    unit = Unit.objects.create(code="bench", name="bench", block="bench")
    stratum = Stratum.objects.create(survey=survey, unit=unit, group="all", label="bench-all")
    cells = Cell.objects.bulk_create(Cell(stratum=stratum, cluster=f"c{number}") for number in range(400))
    names = [f"Q{number:03}" for number in range(questions)]
    asked = [{"name": name, "kind": "one", "says": {"vi": name}, "choices": "m"} for name in names]
    choices = {"m": [{"code": code, "says": {"vi": code}} for code in "ABCDK"]}
    definition = {"languages": ["vi"], "choices": choices, "questions": asked}
    form = Questionnaire.objects.create(
        survey=survey, group="all", title="bench", definition=definition, changed_by=by, changed_at=now
    )
    said = [json.dumps({name: "ABCDK"[(place + at) % 5] for at, name in enumerate(names)}) for place in range(5)]
    day, places = now.date().isoformat(), [cell.pk for cell in cells]
    rows = (
        (uuid4().hex, places[n % 400], form.pk, day, Way.FILE.value, "", "", said[n % 5], "") for n in range(answers)
    )
    connection.close()
    with sqlite3.connect(Path(os.environ["PAROFFICE_DATA"]) / "office.sqlite3") as lines:
        lines.execute("PRAGMA synchronous = OFF")
        lines.executemany(LINE, rows)


def write(answers: int, questions: int) -> None:
    from paroffice.surveys.export import lines_of
    from paroffice.surveys.models import Survey

    began, path = time.perf_counter(), Path(os.environ["PAROFFICE_DATA"]) / "out.csv"
    spent = time.process_time()
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(lines_of(Survey.objects.select_related("round__edition").get()))
    took, worked = time.perf_counter() - began, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = sum(1 for _line in path.open(encoding="utf-8")) - 1
    size = path.stat().st_size / 1e6
    print(f"{lines:,} answers of {questions} questions: {took:.1f} s ({worked:.1f} s of one core), "
          f"{memory:.0f} MB at most, {size:.0f} MB of CSV")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["write"]):
        import django

        django.setup()
        {"fill": fill, "write": write}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
