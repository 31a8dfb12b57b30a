"""Small registers of nasty dossiers, under odd calendars and changing rules, for the ledger to be held against."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from parindex.onestop.calendar import midnight
from parindex.onestop.events import EventKind
from parindex.onestop.register import read_register
from parindex.onestop.scores import UnitScore, unit_scores, whole_score
from parindex.onestop.warehouse.form import Month
from tests.core.onestop import LAW

MONTHS = (Month("2026-03"), Month("2026-04"), Month("2026-05"))
FIRST, LAST = date(2026, 2, 20), date(2026, 6, 3)
"""Dossiers come from before the first month and may go on beyond the last."""
EDGES = ("07:29", "07:30", "11:30", "11:31", "12:00", "13:30", "15:00", "15:01", "17:30", "17:31", "00:00", "23:59")
LIMITS = (
    "5 working_days",
    "0.5 working_days",
    "3.5 working_days",
    "8 working_hours",
    "20.5 working_hours",
    "15 calendar_days",
    "36 clock_hours",
    "same_day",
)
REGIMES = (("trước", date(2026, 1, 1)), ("giữa", date(2026, 3, 10)), ("sau", date(2026, 4, 20)))
RULES = """
- name: trước
  instrument: minh họa
  since: 2026-01-01
  mark: "?"
  rules:
    supplement_notice: {value: 3 working_days, source: minh họa, mark: "?"}
    after_supplement: {value: restart, source: minh họa, mark: "?"}
    supplements_allowed: {value: 1, source: minh họa, mark: "?"}
    extensions_allowed: {value: 1, source: minh họa, mark: "?"}
    extension_days_ahead: {value: 1, source: minh họa, mark: "?"}
    transfer_until: {value: "15:00", source: minh họa, mark: "?"}
    day_count: {value: start_excluded, source: minh họa, mark: "?"}
    closed_end: {value: next_working_day, source: minh họa, mark: "?"}
    payment_wait: {value: runs, source: minh họa, mark: "?"}
- name: giữa
  instrument: minh họa
  since: 2026-03-10
  mark: "?"
  rules:
    after_supplement: {value: resume, source: minh họa, mark: "?"}
    payment_wait: {value: stops, source: minh họa, mark: "?"}
    extensions_allowed: {value: 2, source: minh họa, mark: "?"}
    extension_days_ahead: {value: 0, source: minh họa, mark: "?"}
- name: sau
  instrument: minh họa
  since: 2026-04-20
  mark: "?"
  rules:
    after_supplement: {value: restart, source: minh họa, mark: "?"}
    day_count: {value: start_included, source: minh họa, mark: "?"}
    closed_end: {value: as_it_falls, source: minh họa, mark: "?"}
    late_reception_from: {value: "15:00", source: minh họa, mark: "?"}
"""
ODD_YEAR = """
year: 2026
title: Năm của những ngày lạ (minh họa)
illustrative: yes
kinds:
  full: {sessions: ["07:30-11:30", "13:30-17:30"]}
  three: {sessions: ["06:00-07:45", "08:00-11:30", "15:30-17:00"]}
  morning: {sessions: ["07:30-11:30"], counts: 0.5}
  late: {sessions: ["16:00-18:00"], counts: 0.25}
  closed: {sessions: [], counts: 0}
week: [full, three, late, full, full, morning, closed]
days:
  "2026-03-09": {day: closed, why: Nghỉ lễ (minh họa), mark: "?"}
  "2026-03-14": {day: full, why: Làm bù (minh họa), mark: "?"}
  "2026-03-31": {day: closed, why: Nghỉ lễ cuối tháng (minh họa), mark: "?"}
  "2026-04-01": {day: closed, why: Nghỉ lễ đầu tháng (minh họa), mark: "?"}
"""
PERIOD = """
title: Sổ thử (minh họa)
since: 2026-03-01
until: 2026-05-31
service_index: qd-766-2022
calendar: minh-hoa
illustrative: yes
"""
PLAIN = (EventKind.RECEIVED, EventKind.FINISHED, EventKind.RETURNED)


def write_law(folder: Path) -> None:
    shutil.copytree(LAW, folder)
    (folder / "regimes.yaml").write_text(RULES, encoding="utf-8")
    (folder / "calendars" / "ngay-la").mkdir()
    (folder / "calendars" / "ngay-la" / "2026.yaml").write_text(ODD_YEAR, encoding="utf-8")


def write_register(folder: Path, rng: Random, dossiers: int) -> None:
    folder.mkdir(parents=True)
    (folder / "period.yaml").write_text(PERIOD, encoding="utf-8")
    _table(folder / "units.csv", [{"code": code, "name": code, "level": level} for code, level in UNITS])
    _table(folder / "procedures.csv", [_procedure(number, version) for number in range(4) for version in (1, 2)])
    made = [_dossier(number, rng) for number in range(dossiers)]
    _table(folder / "dossiers.csv", [kept for kept, _ in made])
    events = [event for _, events in made for event in events]
    rng.shuffle(events)
    _table(folder / "events.csv", events)
    _table(folder / "feedback.csv", [_feedback(rng) for _ in range(dossiers // 4 + 1)])


UNITS = (("xa-mot", "commune"), ("xa-hai", "commune"), ("tinh", "province"))


def _procedure(number: int, version: int) -> dict[str, object]:
    return {
        "code": f"T{number}",
        "version": version,
        "name": f"T{number}",
        "field": "minh họa",
        "level": "province" if number == 3 else "commune",
        "limit": LIMITS[number * 2 + version - 1],
        "announced_by": "province",
        "announced_on": f"2026-0{version + 1}-2{number}",
        "effective_on": f"2026-0{version + 2}-0{number + 1}",
        "published_on": f"2026-0{version + 2}-01",
        "complete": "yes",
        "online": number + 1,
        "payable": "yes" if number % 2 else "no",
        "pays_online": "yes",
    }


def _dossier(number: int, rng: Random) -> tuple[dict[str, object], list[dict[str, object]]]:
    code = f"HS-{number:04}"
    happened = _course(rng) if rng.randrange(3) else _chaos(rng)
    received = [at for at, kind, _ in happened if kind is EventKind.RECEIVED]
    regime = next(
        (name for name, since in reversed(REGIMES) if received and midnight(since) <= min(received)), "trước"
    )
    components = rng.randrange(4)
    kept = {
        "dossier": code,
        "unit": rng.choice(UNITS)[0],
        "procedure": f"T{rng.randrange(4)}",
        "version": rng.randrange(1, 3),
        "regime": regime,
        "calendar": rng.choice(("minh-hoa", "ngay-la")),
        "channel": rng.choice(("direct", "online", "post")),
        "fee": rng.choice((0, 8000)),
        "components": components,
        "components_digitised": rng.randrange(components + 1),
    } | {flag: rng.choice(("yes", "no")) for flag in FLAGS}
    return kept, [
        {"dossier": code, "at": _written(at), "event": kind, "due": _written(due)} for at, kind, due in happened
    ]


FLAGS = ("synced", "paid_online", "result_required", "result_electronic", "reused", "population_data", "disliked")
Happening = tuple[datetime, EventKind, datetime | None]


def _course(rng: Random) -> list[Happening]:
    """What happens to dossiers: supplements, payments, apologies and an end, most of them in their order."""
    at = _moment(rng)
    happened: list[Happening] = [(at, EventKind.RECEIVED, None)]
    for _ in range(rng.randrange(4)):
        kinds = rng.choice(
            (
                (EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_COMPLETED),
                (EventKind.PAYMENT_REQUESTED, EventKind.PAYMENT_MADE),
                (EventKind.SUPPLEMENT_REQUESTED,),
                (EventKind.PAYMENT_REQUESTED,),
                (EventKind.EXTENDED,),
            )
        )
        for kind in kinds:
            at = _after(rng, at)
            happened.append((at, kind, _after(rng, at, 8) if kind is EventKind.EXTENDED else None))
    if rng.randrange(4):
        ends = [EventKind.FINISHED, EventKind.STOPPED, EventKind.WITHDRAWN, EventKind.REFUSED]
        happened.append((_after(rng, at, 4), rng.choice(ends), None))
    return happened


def _chaos(rng: Random) -> list[Happening]:
    """Anything at all, possible or not."""
    kinds = [*rng.choices(list(EventKind), k=rng.randrange(9)), EventKind.RECEIVED]
    moments = [_moment(rng) for _ in range(4)]
    return [
        (rng.choice(moments), kind, _moment(rng) if kind is EventKind.EXTENDED else None)
        for kind in kinds[: rng.randrange(len(kinds) + 1)]
    ] + ([(moments[0], EventKind.RECEIVED, None)] if rng.randrange(5) else [])


def _moment(rng: Random) -> datetime:
    """Often at the edge of a session or of a month, and otherwise anywhere."""
    day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
    if not rng.randrange(8):
        day = rng.choice(
            (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31))
        )
    hours, minutes = map(int, rng.choice(EDGES).split(":"))
    if rng.randrange(2):
        hours, minutes = rng.randrange(24), rng.randrange(60)
    return midnight(day) + timedelta(hours=hours, minutes=minutes)


def _after(rng: Random, at: datetime, days: int = 5) -> datetime:
    later = at + timedelta(minutes=rng.randrange(days * 24 * 60))
    hours, minutes = map(int, rng.choice(EDGES).split(":"))
    return rng.choice((later, max(at, later.replace(hour=hours, minute=minutes))))


def _feedback(rng: Random) -> dict[str, object]:
    came = _moment(rng)
    return {
        "unit": rng.choice(UNITS)[0],
        "received_at": _written(came),
        "answered_at": _written(_after(rng, came, 40)) if rng.randrange(3) else "",
        "satisfied": rng.choice(("yes", "no", "")),
    }


def _written(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"


def _table(path: Path, rows: Sequence[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else ["dossier", "at", "event", "due"])
        writer.writeheader()
        writer.writerows(rows)


def by_the_arithmetic(folder: Path, law: Path, *, by_unit: bool = True) -> dict[Month, tuple[UnitScore, ...]]:
    """The figures of each month by the pure arithmetic, dossier by dossier."""
    register = read_register(folder, law)
    found = {}
    for month in MONTHS:
        about = replace(register.about, since=month.period.since, until=month.period.until)
        of_month = replace(register, about=about)
        found[month] = unit_scores(of_month) if by_unit else (whole_score(of_month),)
    return found
