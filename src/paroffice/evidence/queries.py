"""What the store knows of its documents, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from paroffice.evidence.models import Document, Version
from paroffice.evidence.passport import BETWEEN_PAGES
from paroffice.evidence.words import folded
from paroffice.people.models import Person, Unit
from paroffice.people.policy import units_for

MOST_WORDS = 12
MOST_AT_HAND = 50
FLAGS = {
    "scan": "bản quét, không có chữ để đọc và tìm",
    "cut": "tệp dài: chỉ đọc chữ ở phần đầu",
    "scripts": "trong tệp có mã chạy",
    "attachments": "trong tệp có tệp đính kèm",
    "signatures_unread": "không đọc được chữ ký số",
}
"""The words of `Version.flags`."""


@dataclass(frozen=True, slots=True)
class SameContent:
    """Other versions of the very same bytes. `elsewhere` is empty for one who may not see other units."""

    in_unit: Sequence[Version]
    elsewhere: Sequence[Version]


@dataclass(frozen=True, slots=True)
class Description:
    """A field of a document: what stands, what the file says, how surely; `offered` fills an empty place only."""

    name: str
    label: str
    held: str
    read: str
    sure: bool

    @property
    def offered(self) -> bool:
        return bool(self.read) and not self.held

    @property
    def differs(self) -> bool:
        return bool(self.read and self.held) and folded(self.read) != folded(self.held)


def visible_to(person: Person, at: datetime) -> QuerySet[Document]:
    """The documents of the units whose evidence the person may see."""
    units = units_for(person, "evidence.see", at)
    found = Document.objects.select_related("unit")
    return found if units is None else found.filter(unit__in=units)


def with_words(documents: QuerySet[Document], said: str) -> QuerySet[Document]:
    """Those that bear every word, with or without accents; the newest first, each with its versions."""
    for word in folded(said).split()[:MOST_WORDS]:
        documents = documents.filter(searched__contains=word)
    versions = Version.objects.defer("text").order_by("-pk")
    return documents.order_by("-pk").prefetch_related(Prefetch("versions", versions))


def at_hand(unit: Unit) -> list[Version]:
    """What a unit can put forward: the newest version of each of its documents that is not withdrawn."""
    newest = Version.objects.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    found = Version.objects.filter(document__unit=unit, document__withdrawn_at=None, pk=Subquery(newest))
    return list(found.select_related("document").order_by("-stored_at")[:MOST_AT_HAND])


def same_content(version: Version, *, sees_other_units: bool) -> SameContent:
    same = Version.objects.defer("text").select_related("document__unit").filter(sha256=version.sha256)
    unit = version.document.unit_id
    elsewhere = same.exclude(document__unit=unit) if sees_other_units else same.none()
    return SameContent(list(same.filter(document__unit=unit).exclude(pk=version.pk)), list(elsewhere))


def text_of(version: Version, page: int) -> str:
    pages = version.text.split(BETWEEN_PAGES)
    return pages[page - 1] if page <= len(pages) else ""


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
        ("number", "Số, ký hiệu", document.number),
        ("issued_on", "Ngày ban hành", issued_on),
        ("issuer", "Cơ quan ban hành", document.issuer),
        ("title", "Trích yếu", named),
    )
    return [_description(name, label, held, version.read.get(name, {})) for name, label, held in rows]


def _description(name: str, label: str, held: str, guess: dict[str, Any]) -> Description:
    return Description(name, label, held, guess.get("value", ""), guess.get("confidence") == "sure")


def day(said: str) -> date | None:
    """A date as a browser sends it, or as an official writes it: 2018-12-28, 28/12/2018."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None
