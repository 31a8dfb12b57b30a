"""What a unit does with its store of documents. Nothing is ever erased."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from paroffice.evidence import jobs
from paroffice.evidence.actions.taking import ODD, kept
from paroffice.evidence.models import Document, Recognition, Secrecy, Verdict, Version
from paroffice.evidence.passport import pages_without_text
from paroffice.evidence.words import folded
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

MOST_SEARCHED = 100_000


def upload(
    *,
    unit: Unit,
    file: File,
    by: Person,
    at: datetime,
    title: str,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
) -> Version:
    """Stores a document with its first version. The file lies whole on disk before the database speaks of it."""
    policy.ask(by, "evidence.store", unit, at)
    named = {"title": _line("title", title), "number": _line("number", number), "issuer": _line("issuer", issuer)}
    taken = kept(file)
    with transaction.atomic():
        return stored(unit, taken, by, at, issued_on=issued_on, **named)


def stored(unit: Unit, taken: dict[str, Any], by: Person, at: datetime, **named: Any) -> Version:
    """A new document of what was taken in. Within the caller's transaction."""
    document = Document(unit=unit, **named | {"title": named.get("title") or taken["name"]})
    keep_found(document, taken["name"])
    version = _version(document, taken, by, at)
    trace(document, "evidence.store", f"version:{version.pk}", by, at, None, _sealed(version))
    return version


def _version(document: Document, taken: dict[str, Any], by: Person, at: datetime) -> Version:
    """The row, and the work that waits on it."""
    verdict = Verdict.WAITING if settings.CLAMD else Verdict.NOT_SCANNED
    version = Version.objects.create(document=document, stored_by=by, stored_at=at, verdict=verdict, **taken)
    if settings.CLAMD:
        jobs.scan.enqueue(version.pk)
    if pages_without_text(version.text, version.pages):
        Recognition.objects.create(version=version)
        jobs.recognise.enqueue(version.pk)
    keep_found_text(document, version.text)
    return version


def replace(*, document: Document, file: File, by: Person, at: datetime) -> Version:
    """A new version of a document; those before it stay, and stay what the items they prove were proved with."""
    policy.ask(by, "evidence.store", document.unit, at)
    if document.secrecy:
        raise Refused(_("Tài liệu mật không có tệp trong kho."), _("Hãy khai một tài liệu khác."))
    taken = kept(file)
    with transaction.atomic():
        locked = _locked(document)
        before = locked.versions.order_by("-pk").first()
        keep_found(locked, taken["name"])
        version = _version(locked, taken, by, at)
        told = _sealed(before) if before else None
        trace(locked, "evidence.replace", f"version:{version.pk}", by, at, told, _sealed(version))
    return version


@transaction.atomic
def describe(
    *, document: Document, title: str, number: str, issuer: str, issued_on: date | None, by: Person, at: datetime
) -> Document:
    """What the paper is, in the words of its unit; what was read from the file is beside it and stays."""
    policy.ask(by, "evidence.store", document.unit, at)
    locked = _locked(document)
    before = _described(locked)
    locked.title = _line("title", title) or locked.title
    locked.number, locked.issuer, locked.issued_on = _line("number", number), _line("issuer", issuer), issued_on
    keep_found(locked, *locked.versions.values_list("name", flat=True))
    if _described(locked) != before:
        trace(locked, "evidence.describe", f"document:{locked.pk}", by, at, before, _described(locked))
    return locked


@transaction.atomic
def withdraw(*, document: Document, reason: str, by: Person, at: datetime) -> Document:
    """A mark, with a reason. The files stay, and so does what they prove; a second mark changes nothing."""
    policy.ask(by, "evidence.store", document.unit, at)
    why = _text(reason)
    if not why:
        raise Refused(_("Rút tài liệu phải có lý do."), _("Hãy ghi lý do rồi rút."))
    locked = _locked(document)
    if locked.withdrawn_at is None:
        locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_for = at, by, why
        locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])
        trace(locked, "evidence.withdraw", f"document:{locked.pk}", by, at, None, {"reason": why})
    return locked


@transaction.atomic
def declare_secret(
    *,
    unit: Unit,
    number: str,
    issued_on: date | None,
    secrecy: str,
    witness: str,
    attestation: str,
    by: Person,
    at: datetime,
) -> Document:
    """A document that must not lie here: only that it exists, and who has seen it. Its subject is not asked for."""
    policy.ask(by, "evidence.store", unit, at)
    said = {
        "number": _line("number", number),
        "witness": _line("witness", witness),
        "attestation": _text(attestation),
    }
    if secrecy not in Secrecy.values or issued_on is None or not all(said.values()):
        raise Refused(
            _("Khai tài liệu mật còn thiếu."), _("Hãy ghi đủ số, ngày, độ mật, người xác nhận và lời xác nhận.")
        )
    with override("vi"):  # what is kept is kept in the language of the office
        title = _("Văn bản %(secrecy)s") % {"secrecy": Secrecy(secrecy).label}
    document = Document(unit=unit, title=title, secrecy=secrecy, issued_on=issued_on, **said)
    keep_found(document)
    told = {"number": said["number"], "secrecy": secrecy, "witness": said["witness"]}
    trace(document, "evidence.declare_secret", f"document:{document.pk}", by, at, None, told)
    return document


def read(*, version: Version, by: Person, at: datetime, page: int | None = None) -> None:
    """Leaves word that somebody looked."""
    unit = version.document.unit
    policy.ask(by, "evidence.see", unit, at)
    trail.leave(
        stream=f"reading:{unit.code}",
        act="evidence.read",
        subject=f"version:{version.pk}",
        by=by,
        at=at,
        after=None if page is None else {"page": page},
    )


def _line(field: str, said: str) -> str:
    """One line as it is kept; longer than its place, it is refused rather than cut."""
    line = " ".join(_text(said).split())
    held = Document._meta.get_field(field)
    if len(line) > (held.max_length or 0):
        raise Refused(
            _("«%(field)s» dài quá %(most)d chữ.") % {"field": held.verbose_name, "most": held.max_length},
            _("Hãy viết ngắn lại."),
        )
    return line


def _text(said: str) -> str:
    whole = unicodedata.normalize("NFC", said)
    return "".join(one for one in whole if one == "\n" or unicodedata.category(one) not in ODD).strip()[:4000]


def keep_found_text(document: Document, text: str) -> None:
    """Keeps the words of the newest version, as they are searched."""
    document.text_searched = folded(text)[:MOST_SEARCHED]
    document.save(update_fields=["text_searched"])


def keep_found(document: Document, *names: str) -> None:
    """Keeps the document together with the words it is found by."""
    document.searched = folded(" ".join((document.number, document.title, document.issuer, *names)))
    document.save()


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)


def _sealed(version: Version) -> dict[str, object]:
    told = {"document": version.document_id, "sha256": version.sha256, "size": version.size, "kind": version.kind}
    return told | {"pages": version.pages, "signatures": len(version.signatures), "flags": version.flags}


def _described(document: Document) -> dict[str, str]:
    issued_on = document.issued_on.isoformat() if document.issued_on else ""
    return {"title": document.title, "number": document.number, "issuer": document.issuer, "issued_on": issued_on}


def trace(
    document: Document, act: str, subject: str, by: Person, at: datetime, before: object, after: object
) -> None:
    stream = f"evidence:{document.unit.code}"
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
