"""A nation's appraisal on PostgreSQL: the pages of the bench beside a bare page, then many people at a deadline.

python -m benchmarks.appraisal          a tenth of the size, in about a minute
python -m benchmarks.appraisal --full   3,321 units × 100 leaves, 1,500 people
"""

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from tests.web.postgres import cluster, programs

from benchmarks.appraisal_office import Nation, nation

REPEATS, HANDS = 30, 16
"""Times that a page is asked for; hands that type at once, each for the next person in the line."""
ITEMS = ("1.1", "1.2")
TOKEN, TEN_MINUTES = "a" * 32, 600
ANSWERS = {"1.1": {"numerator": "4", "denominator": "5"}, "1.2": {"figure": "7"}}
"""What is saved; another answer than the one that stands."""
EDITS = re.compile(r'name="edits" value="(\d+)"')


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--seconds", type=int, default=TEN_MINUTES, help="after which the door closes")
    options = asked.parse_args()
    units, people = (3_321, 1_500) if options.full else (390, 100)
    bin_ = programs()
    if bin_ is None:
        sys.exit("no PostgreSQL is installed: apt-get install postgresql")
    with cluster(bin_, durable=True) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        os.environ["DATABASE_URL"] = url.replace("/office?", "/postgres?")
        print(f"{units:,} units × 100 leaves, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        held = _office(units, people)
        _pages(held)
        _crush(held, options.seconds)


def _office(units: int, people: int) -> Nation:
    import django

    from paroffice.config.tables import bring_up_to_date

    django.setup()
    bring_up_to_date()
    start = time.perf_counter()
    held = nation(units, people)
    print(f"made in {time.perf_counter() - start:.0f} s")
    return held


# The pages


def _pages(held: Nation) -> None:
    from django.test import Client

    from paroffice.config.memory import set_apart

    set_apart()
    chi = Client()
    chi.force_login(held.chi)
    base = f"/tham-dinh/{held.round.pk}"
    print(f"{'milliseconds':32} {'p50':>7} {'p95':>7} {'CPU':>7}  × bare  queries")
    bare = 0.0
    for name, address in {
        "bare page": "/healthz",
        "130 units side by side": f"{base}/muc/1.6/?nhom=b1",
        "150 of all units side by side": f"{base}/muc/1.6/",
        "one claim and its ruling": f"{base}/muc/1.6/u0140/",
        "one unit, every ledger": f"{base}/don-vi/u0140/",
        "the units": f"{base}/don-vi/",
        "the items": f"{base}/",
    }.items():
        half, most, busy, queries = _measured(lambda address=address: chi.get(address), 200)
        bare = bare or half
        print(f"{name:32} {half:7.1f} {most:7.1f} {busy:7.1f} {half / bare:7.0f} {queries:8}")
    half, most, busy, queries = _measured(_rulings(held, chi), 302)
    print(f"{'a ruling is written':32} {half:7.1f} {most:7.1f} {busy:7.1f} {half / bare:7.0f} {queries:8}")


def _rulings(held: Nation, chi: Any) -> Any:
    """Of an item that four in five units have ruled, the fifth's: one unit after the other."""
    units = (f"u{number:04}" for number in range(150, 10_000))
    said = {"outcome": "answered", "numerator": "3", "denominator": "4", "level": "a", "figure": "2", "stay": "1"}
    return lambda: chi.post(f"/tham-dinh/{held.round.pk}/muc/1.1/{next(units)}/", said | {"number": "0"})


def _measured(ask: Any, status: int) -> tuple[float, float, float, int]:
    """Milliseconds in the middle, at 95 of 100, and of this process alone; queries. Warm, through all middleware."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask()
    asked, spent, busy = len(queries), list[float](), time.process_time()
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = ask()
        spent.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-2000:])
    busy = (time.process_time() - busy) * 1000 / REPEATS
    parts = quantiles(spent, n=20)
    return parts[9], parts[18], busy, asked


# The deadline


def _crush(held: Nation, seconds: int) -> None:
    """Everybody opens two items and saves them, as fast as the hands can, until the door closes; every save is looked
    for afterwards."""
    lines = [(person.sheet, _session(person)) for person in held.officers]
    with _served() as port, ThreadPoolExecutor(HANDS) as hands:
        start = time.perf_counter()
        done = list(hands.map(lambda line: _person(port, *line, start + seconds), lines))
        took = time.perf_counter() - start
    statuses = Counter(status for one in done for status, _spent in one)
    spent = sorted(spent for one in done for _status, spent in one)
    asked = len(spent)
    came, rate = sum(map(bool, done)), asked / took
    print(f"{came:,} of {len(lines):,} people, {asked:,} requests in {took:.0f} s by {HANDS} hands: {rate:.1f}/s")
    print(f"p50 {spent[asked // 2] * 1000:.0f} ms, p95 {spent[asked * 95 // 100] * 1000:.0f} ms; {dict(statuses)}")
    print(_lost(statuses[302]), f"load {os.getloadavg()[0]:.1f}")


def _session(person: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


@contextmanager
def _served() -> Iterator[int]:
    """The office's own command, with its own number of threads."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "paroffice.cli", "web", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _person(port: int, sheet: int, session: str, until: float) -> list[tuple[int, float]]:
    """One person's four requests, with a note of their own: status and seconds of each. None who comes too late."""
    if time.perf_counter() > until:
        return []
    line, told = http.client.HTTPConnection("127.0.0.1", port, timeout=120), list[tuple[int, float]]()
    cookies = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
    for item in ITEMS:
        address = f"/ban-tu-cham/{sheet}/muc/{item}/"
        page, status, spent = _asked(line, "GET", address, cookies, {})
        told.append((status, spent))
        edits = EDITS.search(page)
        said = {"csrfmiddlewaretoken": TOKEN, "outcome": "answered", "edits": edits[1] if edits else "0"}
        said |= ANSWERS[item] | {"note": session[:8]}
        _page, status, spent = _asked(line, "POST", address, cookies, said)
        told.append((status, spent))
    line.close()
    return told


def _asked(
    line: http.client.HTTPConnection, verb: str, address: str, cookies: dict[str, str], said: dict[str, str]
) -> tuple[str, int, float]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    start = time.perf_counter()
    line.request(verb, address, urlencode(said) if said else None, cookies | (kind if said else {}))
    answer = line.getresponse()
    page = answer.read().decode()
    return page, answer.status, time.perf_counter() - start


def _lost(accepted: int) -> str:
    """Every save that was accepted is a deed of the trail and one of its answer's edits, and no more are."""
    from paroffice.assessments.models import Answer
    from paroffice.trail.models import Entry
    from paroffice.trail.queries import all_breaks

    deeds = Entry.objects.filter(act="assessments.answer").count()
    edits = sum(edits - 1 for edits in Answer.objects.filter(edits__gt=1).values_list("edits", flat=True))
    assert accepted == deeds == edits, (accepted, deeds, edits)
    assert not list(all_breaks([]))
    return f"{accepted:,} saves accepted, {deeds:,} in the trail, {edits:,} in the answers: none lost;"


if __name__ == "__main__":
    main()
