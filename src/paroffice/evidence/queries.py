"""What the store knows of its documents, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from paroffice.evidence.flags import recognition_of
from paroffice.evidence.models import Document, Paper, Verdict, Version
from paroffice.evidence.passport import BETWEEN_PAGES
from paroffice.evidence.words import folded
from paroffice.people.models import Person, Unit
from paroffice.people.policy import units_for

MOST_WORDS = 12
MOST_AT_HAND = 50
ON_A_PAGE = 50
LEAST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class SameContent:
    """Other versions of the very same bytes. `elsewhere` is empty for one who may not see other units."""

    in_unit: Sequence[Version]
    elsewhere: Sequence[Version]


@dataclass(frozen=True, slots=True)
class Description:
    """A field of a document: what stands, what the file says, how surely; `offered` fills an empty place only.

    What was `recognised` was guessed from a picture, and is to be compared with it.
    """

    name: str
    label: str
    held: str
    read: str
    sure: bool
    recognised: bool

    @property
    def held_shown(self) -> str:
        return _day_shown(self.held) if self.name == "issued_on" else self.held

    @property
    def read_shown(self) -> str:
        return _day_shown(self.read) if self.name == "issued_on" else self.read

    @property
    def offered(self) -> bool:
        return bool(self.read) and not self.held

    @property
    def differs(self) -> bool:
        return bool(self.read and self.held) and folded(self.read) != folded(self.held)


def _day_shown(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def visible_to(person: Person, at: datetime) -> QuerySet[Document]:
    """The documents of the units whose evidence the person may see."""
    units = units_for(person, "evidence.see", at)
    found = Document.objects.select_related("unit")
    return found if units is None else found.filter(unit__in=units)


def with_words(documents: QuerySet[Document], said: str) -> QuerySet[Document]:
    """Those whose description bears every word, or whose text bears the phrase; with or without accents."""
    wanted = folded(said)
    described = Q()
    for word in wanted.split()[:MOST_WORDS]:
        described &= Q(searched__contains=word)
    written = Q(text_searched__contains=wanted) if len(wanted) >= LEAST_PHRASE else Q(pk__in=[])
    return documents.filter(described | written) if wanted else documents


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some documents, the newest first; `newer` and `older` are the keys from which the neighbouring ones follow."""

    documents: Sequence[Document]
    newer: int | None
    older: int | None


def shelf_of(documents: QuerySet[Document], *, before: int | None = None, after: int | None = None) -> Shelf:
    """A page by key: as quick for the thousandth as for the first, and nothing is skipped when something comes."""
    versions = Version.objects.select_related("recognition").defer("text", "recognition__text")
    found = documents.defer("text_searched").prefetch_related(Prefetch("versions", versions.order_by("-pk")))
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: ON_A_PAGE + 1])
        more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE][::-1]
        return Shelf(rows, rows[0].pk if more else None, rows[-1].pk if rows else None)
    rows = list((found if before is None else found.filter(pk__lt=before)).order_by("-pk")[: ON_A_PAGE + 1])
    more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE]
    return Shelf(rows, rows[0].pk if before is not None and rows else None, rows[-1].pk if more else None)


def infected_in(units: Sequence[Unit]) -> QuerySet[Version]:
    """What a scanner found in the papers that these units still put forward."""
    found = Version.objects.filter(verdict=Verdict.INFECTED, document__unit__in=units, document__withdrawn_at=None)
    return found.select_related("document").defer("text", "document__text_searched").order_by("-pk")


def withheld(version: Version) -> str:
    """Why the file is given to nobody; empty where it may be read."""
    if version.verdict == Verdict.INFECTED:
        return _("Tệp có mã độc (%(found)s) nên bị niêm lại.") % {"found": version.found}
    return ""


def not_yet_given(version: Version) -> str:
    """Why the original is not given out now: there is a scanner and it has not spoken. Its pages can be looked at."""
    if settings.CLAMD and version.verdict in (Verdict.WAITING, Verdict.UNREACHABLE):
        return _("Tệp chưa quét mã độc xong.")
    return ""


def is_paged(held: Version | Paper) -> bool:
    """A PDF or a scan: what a signed paper comes as."""
    return held.kind == "application/pdf" or held.kind.startswith("image/")


def has_broken_signature(held: Version | Paper) -> bool:
    """Whether a digital signature on it does not hold, or something was changed after it. A scan bears none."""
    return any(not one.get("intact") or one.get("altered_later") for one in held.signatures)


def at_hand(unit: Unit) -> list[Version]:
    """What a unit can put forward: the newest version of each of its documents that is not withdrawn."""
    newest = Version.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    found = Version.objects.filter(document__unit=unit, document__withdrawn_at=None, pk=Subquery(newest))
    sound = (
        found.exclude(verdict=Verdict.INFECTED).select_related("document").defer("text", "document__text_searched")
    )
    return list(sound.order_by("-stored_at")[:MOST_AT_HAND])


def same_content(version: Version, *, sees_other_units: bool) -> SameContent:
    same = Version.objects.defer("text").select_related("document__unit").filter(sha256=version.sha256)
    unit = version.document.unit_id
    elsewhere = same.exclude(document__unit=unit) if sees_other_units else same.none()
    return SameContent(list(same.filter(document__unit=unit).exclude(pk=version.pk)), list(elsewhere))


def text_of(version: Version, page: int) -> str:
    """What stands on a page: what the file says, else what a machine recognised."""
    return _on(version.text, page) or _on(_recognised_text(version), page)


def is_recognised(version: Version, page: int) -> bool:
    """Whether the text of the page is a machine's guess."""
    held = recognition_of(version)
    return held is not None and page in held.pages


def whole_text(version: Version) -> str:
    """All of it, page by page."""
    last = max(version.text.count(BETWEEN_PAGES), _recognised_text(version).count(BETWEEN_PAGES)) + 1
    return BETWEEN_PAGES.join(text_of(version, page) for page in range(1, last + 1))


def _recognised_text(version: Version) -> str:
    held = recognition_of(version)
    return held.text if held is not None else ""


def _on(text: str, page: int) -> str:
    pages = text.split(BETWEEN_PAGES)
    return pages[page - 1] if page <= len(pages) and pages[page - 1].strip() else ""


def signatures_on(version: Version) -> list[dict[str, Any]]:
    """As they were read; the moment that the signer's own clock said is a moment again."""
    return [
        one | {"said_at": datetime.fromisoformat(one["said_at"]) if one.get("said_at") else None}
        for one in version.signatures
    ]


def descriptions_of(version: Version) -> list[Description]:
    """The fields of the document beside what its file says."""
    document = version.document
    named = "" if document.title == version.name else document.title
    issued_on = document.issued_on.isoformat() if document.issued_on else ""
    rows = (
        ("number", _("Số, ký hiệu"), document.number),
        ("issued_on", _("Ngày ban hành"), issued_on),
        ("issuer", _("Cơ quan ban hành"), document.issuer),
        ("title", _("Trích yếu"), named),
    )
    held_by_machine = recognition_of(version)
    guessed = held_by_machine.read if held_by_machine else {}
    return [_description(row, version.read, guessed) for row in rows]


def _description(row: tuple[str, str, str], read: dict[str, Any], guessed: dict[str, Any]) -> Description:
    name, label, held = row
    guess = read.get(name) or guessed.get(name) or {}
    recognised = name not in read and name in guessed
    return Description(name, label, held, guess.get("value", ""), guess.get("confidence") == "sure", recognised)


def day(said: str) -> date | None:
    """A date as a browser sends it, or as an official writes it: 2018-12-28, 28/12/2018."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None
