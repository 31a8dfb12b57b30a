"""Answers coming in on PostgreSQL, beside the bare insert of one row per request through the same stack.

python -m benchmarks.survey_intake [--seconds 600] [--hands 8]

A respondent's last click (`POST /phieu/`, ten questions, all that the page before it carries) by so many hands, for
so many seconds; in between the hands do bare inserts for a while, so that what else the machine does falls on both.
Half way the server is killed (kill -9) and the database falls (no shutdown, recovery from its log). What was
acknowledged is then counted.
"""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlencode

from tests.web.postgres import as_owner, cluster, programs

TEN_MINUTES, HANDS, MOST_A_SECOND = 600, 8, 1_000
ANSWERS_FOR, BARE_FOR = 12.0, 3.0
QUESTIONS = [f"Q{number:02}" for number in range(1, 11)]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TAKEN, FORM = "Đã nhận câu trả lời", {"Content-Type": "application/x-www-form-urlencoded"}
TOKENS = """INSERT INTO surveys_token (key, cell_id, questionnaire_id, spent)
SELECT encode(sha256(convert_to('paroffice.surveys:' || lpad(n::text, 20, '0'), 'UTF8')), 'hex'), %s, %s, false
FROM generate_series(0, %s) n"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=TEN_MINUTES)
    asked.add_argument("--hands", type=int, default=HANDS)
    options = asked.parse_args()
    bin_ = programs()
    if bin_ is None:
        sys.exit("no PostgreSQL is installed: apt-get install postgresql")
    with cluster(bin_, durable=True) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.intake_office"}
        os.environ["DATABASE_URL"] = url.replace("/office?", "/postgres?")
        place = Path(unquote(url.partition("?host=")[2]))
        _office(int(options.seconds * MOST_A_SECOND))
        run = Run(options.hands)
        _sustained(run, options.seconds, lambda: _fall(bin_, place))
        _told(run, _counted())


def _office(tokens: int) -> None:
    """A survey in the field, with enough cards for the whole run."""
    import django

    django.setup()
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from paroffice.config.tables import bring_up_to_date
    from paroffice.people.models import Person, Unit
    from paroffice.rounds.models import Round, Step, Window
    from paroffice.rubrics.models import AdoptedEdition
    from paroffice.surveys.models import Cell, Questionnaire, Stratum, Survey

    bring_up_to_date()
    by, now = Person.objects.create_user("bench"), timezone.now()
    edition = AdoptedEdition.objects.create(name="bench", title="bench", digest="0" * 64, files={}, adopted_at=now)
    round_ = Round.objects.create(year=2026, title="bench", edition=edition, opened_at=now)
    day = timedelta(days=1)
    Window.objects.create(round=round_, step=Step.SURVEY, opens_at=now - day, closes_at=now + day)
    survey = Survey.objects.create(
        round=round_, begun_by=by, begun_at=now, state="field", digest="0" * 64, sealed_by=by, sealed_at=now
    )
    unit = Unit.objects.create(code="bench", name="bench", block="bench")
    stratum = Stratum.objects.create(survey=survey, unit=unit, group="all", label="bench-all")
    cell = Cell.objects.create(stratum=stratum, cluster="-")
    choices = [{"code": code, "says": {"vi": code}} for code in "ABCDK"]
    questions = [{"name": name, "kind": "one", "says": {"vi": name}, "choices": "m"} for name in QUESTIONS]
    form = Questionnaire.objects.create(
        survey=survey, group="all", title="bench", changed_by=by, changed_at=now,
        definition={"languages": ["vi"], "choices": {"m": choices}, "questions": questions},
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TOKENS, [cell.pk, form.pk, tokens])
        cursor.execute("CREATE TABLE bench_bare (key uuid PRIMARY KEY, replies jsonb NOT NULL)")
        cursor.execute("VACUUM ANALYZE surveys_token")
    connection.close()


@dataclass
class Run:
    """What the hands did: cards acknowledged, seconds of each answer, rates of either kind by slice."""

    hands: int
    port: int = 0
    server: "subprocess.Popen[bytes] | None" = None
    cards: Iterator[int] = field(default_factory=count)
    taken: set[int] = field(default_factory=set)
    refused: list[int] = field(default_factory=list)
    again: int = 0
    carried: dict[str, str] = field(default_factory=dict)
    spent: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def serve(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", "paroffice.cli", "web", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
        while True:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/phieu/")
                if line.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)

    def look(self) -> None:
        """What the last page of a sitting carries besides the code and the replies: alike for every card here."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request("GET", f"/k/{next(self.cards):020}/")
        page = line.getresponse().read().decode()
        self.carried = dict(HIDDEN.findall(page)) | {"here": "all", "seen": " ".join(QUESTIONS)}
        del self.carried["code"]

    def kill(self) -> None:
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def slice(self, seconds: float, hand: Callable[["Run", float], int]) -> float:
        """All hands at once; how many a second they got done."""
        start = time.perf_counter()
        with ThreadPoolExecutor(self.hands) as hands:
            done = sum(hands.map(lambda _hand: hand(self, start + seconds), range(self.hands)))
        return done / (time.perf_counter() - start)


def answering(run: Run, until: float) -> int:
    """One hand: card after card; one that was cut off is sent again, as a respondent's browser would."""
    line, done, card = http.client.HTTPConnection("127.0.0.1", run.port, timeout=5), 0, next(run.cards)
    again, carried = False, urlencode(run.carried | {f"q-{name}": "B" for name in QUESTIONS} | {"act": "send"})
    while time.perf_counter() < until:
        start = time.perf_counter()
        try:
            line.request("POST", "/phieu/", f"code={card:020}&{carried}", FORM)
            answer = line.getresponse()
            page, status = answer.read().decode(), answer.status
        except (OSError, http.client.HTTPException):
            line.close()
            again = True
            time.sleep(0.2)
            line = http.client.HTTPConnection("127.0.0.1", run.port, timeout=5)
            continue
        if status == 200 and TAKEN in page:
            run.spent.append(time.perf_counter() - start)
            run.taken.add(card)
            done += 1
        elif status == 409 and again:
            run.again += 1
            run.taken.add(card)
        else:
            run.refused.append(status)
        card, again = next(run.cards), False
    line.close()
    return done


def inserting(run: Run, until: float) -> int:
    """One hand: bare row after bare row, as large as an answer."""
    line, done = http.client.HTTPConnection("127.0.0.1", run.port, timeout=5), 0
    body = json.dumps(dict.fromkeys(QUESTIONS, "B"))
    while time.perf_counter() < until:
        line.request("POST", "/bench/bare/", body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 201, answer.status
        done += 1
    line.close()
    return done


def _sustained(run: Run, seconds: float, fall: Callable[[], None]) -> None:
    """Answers for so many seconds in all, bare inserts in between; in the middle everything falls."""
    run.serve()
    try:
        run.look()
        run.slice(1, answering), run.slice(1, inserting)  # warm
        run.spent.clear()
        fallen, began = False, time.perf_counter()
        while run.seconds < seconds:
            rate = min(ANSWERS_FOR, seconds - run.seconds)
            if not fallen and run.seconds + rate > seconds / 2:
                fallen = True
                _fallen(run, rate, fall)
            else:
                run.answers.append(run.slice(rate, answering))
                run.bare.append(run.slice(BARE_FOR, inserting))
            run.seconds += rate
        print(f"{time.perf_counter() - began:.0f} s in all, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        run.kill()


def _fallen(run: Run, seconds: float, fall: Callable[[], None]) -> None:
    """The hands go on while the server is killed and the database falls; then both come back."""
    with ThreadPoolExecutor(1) as other:
        going = other.submit(run.slice, seconds, answering)
        time.sleep(seconds / 2)
        run.kill()
        going.result()
    fall()
    run.serve()


def _fall(bin_: Path, place: Path) -> None:
    as_owner(bin_ / "pg_ctl", "restart", "-D", place / "data", "-m", "immediate", "-l", place / "log", "-w")


def _counted() -> tuple[set[str], int]:
    """The keys that are spent, and the answers in the box."""
    from paroffice.surveys.models import Slip, Token

    return set(Token.objects.filter(spent=True).values_list("key", flat=True)), Slip.objects.count()


def _told(run: Run, counted: tuple[set[str], int]) -> None:
    from paroffice.surveys.tokens import key_of

    spent, slips = counted
    lost = sum(key_of(f"{card:020}") not in spent for card in run.taken)
    each, many = sorted(run.spent), len(run.spent)
    rate, bare = median(run.answers), median(run.bare)
    share = median(one / other for one, other in zip(run.answers, run.bare, strict=True))
    print(f"bare inserts {bare:8.0f} a second")
    print(f"answers      {rate:8.0f} a second: {share:.0%} of it, median of {len(run.bare)} pairs, {run.hands} hands")
    print(f"p50 {each[many // 2] * 1000:.0f} ms, p99 {each[many * 99 // 100] * 1000:.0f} ms, "
          f"slowest {each[-1] * 1000:.0f} ms of {many:,} answers")  # fmt: skip
    print(f"{len(run.taken):,} acknowledged through a kill -9 and a fall of the database: {lost} lost; "
          f"{len(spent):,} cards spent, {slips:,} answers")  # fmt: skip
    if lost or len(spent) != slips or run.refused:
        sys.exit(f"lost {lost}, spent {len(spent)} but {slips} answers, refused {run.refused[:5]}")


if __name__ == "__main__":
    main()
