"""What somebody may see, found by words with or without accents."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.sheet.ledger import LedgerName, items_in
from paroffice.assessments.models import Assessment
from paroffice.evidence.queries import visible_to, with_words
from paroffice.evidence.words import folded
from paroffice.pages.offers import Hit, offered
from paroffice.people.models import Person, Unit
from paroffice.people.policy import units_for
from paroffice.rounds.models import Clarification
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_to_read

MOST_WORDS = 12
MOST_LETTERS = 200
MOST_DOCUMENTS = 100
MOST_SHOWN = 60


def found(person: Person, said: str, at: datetime) -> list[Hit]:
    """Everything that bears every word, the best first."""
    wanted = " ".join(folded(said[:MOST_LETTERS]).split()[:MOST_WORDS])
    if not wanted:
        return []
    hits = [hit for search in offered("search") for hit in search(person, wanted, at)]
    ranked = [(merit, place, hit) for place, hit in enumerate(hits) if (merit := _merit(hit, wanted))]
    return [hit for *_rank, hit in sorted(ranked, key=lambda one: (-one[0], one[1]))][:MOST_SHOWN]


def _merit(hit: Hit, wanted: str) -> int:
    """0 where a word is missing; else the more, the closer to the title itself."""
    title, text = folded(hit.title), folded(f"{hit.title} {hit.about} {hit.text}")
    words = wanted.split()
    if not all(word in text for word in words):
        return 0
    if title == wanted or title.startswith(f"{wanted} "):
        return 6
    if f" {wanted} " in f" {title} ":
        return 5
    if wanted in title:
        return 4
    if all(f" {word}" in f" {title}" for word in words):
        return 3
    return 2 if wanted in text else 1


def search(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """What this room offers: all that spans rooms."""
    yield from _items(person, wanted, at)
    yield from _editions(person, at)
    yield from _documents(person, wanted, at)
    yield from _clarifications(person, at)
    yield from _units(person, at)


def sees(person: Person, act: str, at: datetime) -> bool:
    return units_for(person, act, at) != []


def _items(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """Those of every edition; for a unit's own people they open in its latest sheet."""
    if not sees(person, "rubrics.see", at):
        return
    sheets, words = _own_sheets(person, at), wanted.split()
    for adopted in AdoptedEdition.objects.all():
        law, sheet = law_to_read(adopted), sheets.get(adopted.pk)
        own = {item.code for item in items_in(law, LedgerName.SELF)}
        for item in law.leaves():
            title, text = f"{item.code} {item.title}", f"{item.evidence or ''} {item.legal_basis or ''}"
            if all(word in folded(f"{title} {text}") for word in words):
                address = _where(adopted, sheet, item.code if item.code in own else "")
                yield Hit(kind=_("tiêu chí"), title=title, address=address, about=adopted.title, text=text)


def _where(adopted: AdoptedEdition, sheet: int | None, own_code: str) -> str:
    if sheet is None:
        return reverse("edition", args=[adopted.name])
    return reverse("item", args=[sheet, own_code]) if own_code else reverse("sheet", args=[sheet])


def _own_sheets(person: Person, at: datetime) -> dict[int, int]:
    """By edition, the latest sheet that the person can write."""
    units = units_for(person, "assessments.answer", at) or []
    rows = Assessment.objects.filter(unit__in=units).order_by("round__opened_at", "pk")
    return dict(rows.values_list("round__edition_id", "pk"))


def _editions(person: Person, at: datetime) -> Iterator[Hit]:
    if sees(person, "rubrics.see", at):
        for adopted in AdoptedEdition.objects.defer("files"):
            address = reverse("edition", args=[adopted.name])
            yield Hit(kind=_("bộ chỉ số"), title=adopted.title, address=address, about=adopted.name)


def _documents(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    for document in with_words(visible_to(person, at), wanted)[:MOST_DOCUMENTS]:
        newest = next(iter(document.versions.all()), None)
        address = reverse("evidence-page", args=[newest.pk]) if newest else reverse("evidence-store")
        yield Hit(
            kind=_("tài liệu"), title=str(document), address=address, about=str(document.unit), text=document.searched
        )


def _clarifications(person: Person, at: datetime) -> Iterator[Hit]:
    """What was answered, for every unit; what waits, for the unit that asked and for the round office."""
    units = units_for(person, "rounds.see", at)
    if units == []:
        return
    asked = Clarification.objects.select_related("round", "unit")
    if units is not None:
        asked = asked.filter(Q(unit__in=units) | ~Q(answer=""))
    board = sees(person, "rounds.board", at)
    sheets = _sheets_by_round(units)
    for one in asked:
        sheet = sheets.get(one.round_id)
        if board or sheet is not None:
            address = reverse("questions", args=[one.round_id]) if board else reverse("item", args=[sheet, one.item])
            yield Hit(
                kind=_("hỏi đáp"),
                title=f"{one.item} {one.question}",
                address=address,
                about=str(one.round),
                text=one.answer,
            )


def _sheets_by_round(units: Iterable[Unit] | None) -> dict[int, int]:
    if units is None:
        return {}
    return dict(Assessment.objects.filter(unit__in=units).values_list("round_id", "pk"))


def _units(person: Person, at: datetime) -> Iterator[Hit]:
    """Units, at their latest sheet."""
    units = units_for(person, "assessments.see", at)
    rows = Assessment.objects.select_related("unit").order_by("round__opened_at", "pk")
    latest = {one.unit_id: one for one in (rows if units is None else rows.filter(unit__in=units))}
    for one in latest.values():
        yield Hit(kind=_("đơn vị"), title=one.unit.name, address=reverse("sheet", args=[one.pk]), about=one.unit.code)
