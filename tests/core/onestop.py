"""What the tests of the one-stop share: its law as it lies in the repository, and short ways to write events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from parindex.onestop.calendar import VIETNAM, Calendar
from parindex.onestop.deadline import Terms
from parindex.onestop.events import Event, EventKind
from parindex.onestop.law import RULES, read_calendar, read_regimes
from parindex.onestop.regime import Limit, Regimes, Rules
from parindex.onestop.shapes import read_limit
from parindex.rubric.shape import Flawed, Report
from parindex.rubric.tree import Scalar

ROOT = Path(__file__).parents[2]
LAW = ROOT / "one-stop"
REGISTER = ROOT / "examples" / "mot-cua-minh-hoa"


@cache
def calendar() -> Calendar:
    return read_calendar(LAW, "minh-hoa")


@cache
def regimes() -> Regimes:
    return read_regimes(LAW)


def rules(changed: Mapping[str, str] | None = None) -> Rules:
    """Those of the spec's regime, some of them changed as its YAML writes them."""
    regime = regimes().named("nd-45-2020")
    assert regime is not None
    read = {name: RULES[name].read(Scalar(text, "spec"), Report()) for name, text in (changed or {}).items()}
    assert not any(isinstance(value, Flawed) for value in read.values())
    return replace(regime.rules, **read)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def event(text: str) -> Event:
    """`2026-03-02 09:00 received`, or `2026-03-04 09:00 extended 2026-03-09 17:30`."""
    day, hour, kind, *due = text.split()
    return Event(at=at(f"{day} {hour}"), kind=EventKind(kind), due=at(" ".join(due)) if due else None)


def limit(text: str) -> Limit:
    found = read_limit(text)
    assert found is not None, text
    return found


def terms(wanted: str, changed: Mapping[str, str] | None = None) -> Terms:
    return Terms(limit=limit(wanted), calendar=calendar(), rules=rules(changed))
