"""The trail as somebody reads it: which deeds, by whom, and what they changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from paroffice.desk.acts import ACTS, FACTS, OUTCOMES
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.trail.actions import OFFICE
from paroffice.trail.models import Entry
from paroffice.trail.personal import MARK
from paroffice.trail.queries import clear_forms, names_of

MOST_IN_A_VALUE = 400
SHORT = 8
"""Letters of a pseudonym that are shown where its name is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of a deed. `before` is None where nothing stood, `after` where nothing stands any more."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    entry: Entry
    who: str
    act: str
    subject: str
    changes: list[Change] = field(default_factory=list)


def wanted(asked: Mapping[str, str]) -> QuerySet[Entry]:
    """The deeds that fit what was asked, the latest first. Raises `Refused` for a date that is none."""
    fits = Q()
    if stream := asked.get("stream", "").strip():
        fits &= Q(stream__startswith=stream)
    if act := asked.get("act", "").strip():
        fits &= Q(act=act)
    if who := asked.get("who", "").strip():
        fits &= Q(by__in=[OFFICE] if who == OFFICE else names_of(_account(who)))
    if what := asked.get("what", "").strip():
        subjects = [what, *(f"person:{name}" for name in names_of(what))]
        fits &= Q(subject__in=subjects) | Q(subject__startswith=f"{what}:")
    if since := _day(asked.get("since", "")):
        fits &= Q(at__gte=_begin_of(since))
    if until := _day(asked.get("until", "")):
        fits &= Q(at__lt=_begin_of(until + timedelta(days=1)))
    return Entry.objects.filter(fits).order_by("-pk")


def _account(said: str) -> str:
    """An account's name, typed as such or as its owner is called."""
    if Person.objects.filter(username=said).exists():
        return said
    named = Person.objects.filter(full_name__iexact=said).values_list("username", flat=True)
    return named[0] if len(named) == 1 else said


def _day(said: str) -> date | None:
    if not said.strip():
        return None
    try:
        read = parse_date(said.strip())
    except ValueError:
        read = None
    if read is None or not 2000 <= read.year <= 2999:
        raise Refused(_("«%(said)s» không phải ngày.") % {"said": said[:40]}, _("Hãy ghi như 2026-12-04."))
    return read


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def told(entries: Iterable[Entry]) -> list[Deed]:
    """Deeds with their people named, as far as they are not erased. Two queries."""
    entries = list(entries)
    clear = clear_forms(text for one in entries for text in _texts([one.by, one.subject, one.before, one.after]))
    people = {one.username: str(one) for one in Person.objects.filter(username__in=clear.values())}
    names = {mark: people.get(name, name) for mark, name in clear.items()}
    return [
        Deed(
            entry=one,
            who=_named(one.by, names),
            act=str(ACTS.get(one.act, one.act)),
            subject=_subject(one.subject, names),
            changes=_changes(one.before, one.after, names),
        )
        for one in entries
    ]


def _texts(told: Any) -> Iterable[str]:
    """Every text in it that may be a pseudonym."""
    match told:
        case str():
            yield told.rpartition(":")[2]
        case dict():
            yield from _texts(list(told.values()))
        case list():
            for one in told:
                yield from _texts(one)


def _named(text: str, names: Mapping[str, str]) -> str:
    if not text.startswith(MARK):
        return _("hệ thống") if text == OFFICE else text
    return names.get(text) or _("đã xóa tên (%(mark)s…)") % {"mark": text[:SHORT]}


def _subject(text: str, names: Mapping[str, str]) -> str:
    kind, colon, name = text.rpartition(":")
    return f"{kind}{colon}{_named(name, names)}" if name.startswith(MARK) else text


def _changes(before: Any, after: Any, names: Mapping[str, str]) -> list[Change]:
    """What differs, value by value; what is empty before and after is left out."""
    old = before if isinstance(before, dict) else {"": before}
    new = after if isinstance(after, dict) else {"": after}
    keys = [*old, *(key for key in new if key not in old)]
    pairs = [(key, _fact(key, old.get(key), names), _fact(key, new.get(key), names)) for key in keys]
    return [
        Change(name=str(FACTS.get(key, key)), before=was or None, after=now or None)
        for key, was, now in pairs
        if was != now
    ]


def _fact(key: str, value: Any, names: Mapping[str, str]) -> str:
    if key == "outcome" and value in OUTCOMES:
        return str(OUTCOMES[value])
    return _shown(value, names)


def _shown(value: Any, names: Mapping[str, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("có") if value else _("không")
        case list():
            return ", ".join(_shown(one, names) for one in value)[:MOST_IN_A_VALUE]
        case dict():
            return "; ".join(f"{key}: {_shown(one, names)}" for key, one in value.items())[:MOST_IN_A_VALUE]
    return _named(str(value), names)[:MOST_IN_A_VALUE]
