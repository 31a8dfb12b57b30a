"""How every address of the office is reached in the tests that walk them all.

A new address needs a line here: what stands in it, and whether that belongs to one unit. Without it those tests fail.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from paroffice.assessments.models import Assessment, Proof
from paroffice.evidence.models import Document, Version
from paroffice.evidence.store import place_of
from paroffice.people.models import Person, Unit
from tests.web.conftest import NOON, PAPER, Cast

PUBLIC = {"language", "face", "sign-in", "sign-out", "set-password", "healthz"}
"""What opens without signing in."""
READING_LEAVES_A_TRACE = {"evidence-file", "evidence-page", "evidence-picture"}
"""Opening a document is itself a deed."""
DRAWN = {"evidence-picture"}
"""A picture: a child process draws it, so it is asked for no oftener than needed."""
SPEAKS_OTHER_VERBS: set[str] = set()
"""Addresses that speak more than GET, HEAD and POST."""


@dataclass
class Side:
    """A unit and what is its own."""

    unit: Unit
    officer: Person
    sheet: Assessment
    document: Document
    version: Version
    proof: Proof


@dataclass
class World:
    """The cast, with something of every kind on both sides."""

    cast: Cast
    here: Side
    there: Side


def world_of(cast: Cast) -> World:
    return World(
        cast=cast,
        here=_side(cast.here, cast.an, cast.sheet),
        there=_side(cast.there, cast.binh, cast.other_sheet),
    )


def _side(unit: Unit, officer: Person, sheet: Assessment) -> Side:
    sha256 = hashlib.sha256(PAPER).hexdigest()
    place = place_of(Path(settings.FILES), sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PAPER)
    document = Document.objects.create(unit=unit, title=f"Báo cáo {unit.code}", searched=f"bao cao {unit.code}")
    version = Version.objects.create(
        document=document, sha256=sha256, size=len(PAPER), name="bao-cao.pdf", kind="application/pdf", pages=1,
        stored_by=officer, stored_at=NOON,
    )  # fmt: skip
    proof = Proof.objects.create(assessment=sheet, item="1.1", version=version, put_by=officer, put_at=NOON)
    return Side(unit, officer, sheet, document, version, proof)


Arguments = Callable[[World, Side], list[object]]

OF_A_UNIT: dict[str, Arguments] = {
    "sheet": lambda _, side: [side.sheet.pk],
    "sheet-excel": lambda _, side: [side.sheet.pk],
    "sheet-import": lambda _, side: [side.sheet.pk],
    "sheet-report": lambda _, side: [side.sheet.pk],
    "submit": lambda _, side: [side.sheet.pk],
    "give-back": lambda _, side: [side.sheet.pk],
    "ask-time": lambda _, side: [side.sheet.pk],
    "item": lambda _, side: [side.sheet.pk, "1.3"],
    "ask-how": lambda _, side: [side.sheet.pk, "1.3"],
    "prove": lambda _, side: [side.sheet.pk, "1.1"],
    "take-back": lambda _, side: [side.sheet.pk, "1.1", side.proof.pk],
    "evidence-file": lambda _, side: [side.version.pk],
    "evidence-page": lambda _, side: [side.version.pk],
    "evidence-picture": lambda _, side: [side.version.pk, 1],
    "evidence-describe": lambda _, side: [side.document.pk],
    "evidence-replace": lambda _, side: [side.document.pk],
    "evidence-withdraw": lambda _, side: [side.document.pk],
}
"""What stands in the address belongs to one unit: for another unit's people there is nothing there."""
OF_ALL: dict[str, Arguments] = {
    "language": lambda *_: [],
    "face": lambda *_: [],
    "sign-in": lambda *_: [],
    "sign-out": lambda *_: [],
    "set-password": lambda *_: ["MQ", "x-y"],
    "healthz": lambda *_: [],
    "desk": lambda *_: [],
    "search": lambda *_: [],
    "opening": lambda *_: [],
    "board": lambda world, _: [world.cast.round.pk],
    "questions": lambda world, _: [world.cast.round.pk],
    "trail": lambda *_: [],
    "trail-verify": lambda *_: [],
    "accounts": lambda *_: [],
    "erase": lambda world, _: [world.cast.chi.pk],
    "editions": lambda *_: [],
    "comparison": lambda *_: [],
    "edition": lambda *_: ["sound"],
    "evidence-store": lambda *_: [],
    "evidence-add": lambda *_: [],
    "evidence-secret": lambda *_: [],
}
TAILS = {"comparison": "?cu=sound&moi=sound", "search": "?q=bao+cao"}
"""What is asked behind an address, where without it there is nothing to see."""


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def address(name: str, world: World, side: Side) -> str:
    known = OF_A_UNIT | OF_ALL
    assert name in known, f"add «{name}» to tests/web/addresses.py: what stands in it, and whether a unit owns that"
    return reverse(name, args=known[name](world, side)) + TAILS.get(name, "")
