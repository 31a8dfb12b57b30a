"""What a unit does with its store of documents. Nothing is ever erased."""

import json
import unicodedata
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from paroffice.evidence import child, store
from paroffice.evidence.kinds import TAKEN, kind_of
from paroffice.evidence.models import Document, Secrecy, Version
from paroffice.evidence.words import folded
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

HEAD = 4096
READING_SECONDS = 30
LONGEST_NAME = 200
NOT_IN_NAMES = frozenset('<>"|*?:\\/')
ODD = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Letters nobody sees: controls, turners of direction, halves of letters."""


def upload(
    *,
    unit: Unit,
    file: UploadedFile,
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
    kept = _kept(file)
    with transaction.atomic():
        document = Document(unit=unit, issued_on=issued_on, **named | {"title": named["title"] or kept["name"]})
        _save(document, kept["name"])
        version = Version.objects.create(document=document, stored_by=by, stored_at=at, **kept)
        _trace(document, "evidence.store", f"version:{version.pk}", by, at, None, _sealed(version))
    return version


def replace(*, document: Document, file: UploadedFile, by: Person, at: datetime) -> Version:
    """A new version of a document; those before it stay, and stay what the items they prove were proved with."""
    policy.ask(by, "evidence.store", document.unit, at)
    if document.secrecy:
        raise Refused("Tài liệu mật không có tệp trong kho.", "Hãy khai một tài liệu khác.")
    kept = _kept(file)
    with transaction.atomic():
        locked = _locked(document)
        before = locked.versions.order_by("-pk").first()
        version = Version.objects.create(document=locked, stored_by=by, stored_at=at, **kept)
        _save(locked, kept["name"])
        told = _sealed(before) if before else None
        _trace(locked, "evidence.replace", f"version:{version.pk}", by, at, told, _sealed(version))
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
    _save(locked, *locked.versions.values_list("name", flat=True))
    if _described(locked) != before:
        _trace(locked, "evidence.describe", f"document:{locked.pk}", by, at, before, _described(locked))
    return locked


@transaction.atomic
def withdraw(*, document: Document, reason: str, by: Person, at: datetime) -> Document:
    """A mark, with a reason. The files stay, and so does what they prove; a second mark changes nothing."""
    policy.ask(by, "evidence.store", document.unit, at)
    why = _text(reason)
    if not why:
        raise Refused("Rút tài liệu phải có lý do.", "Hãy ghi lý do rồi rút.")
    locked = _locked(document)
    if locked.withdrawn_at is None:
        locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_for = at, by, why
        locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_for"])
        _trace(locked, "evidence.withdraw", f"document:{locked.pk}", by, at, None, {"reason": why})
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
        raise Refused("Khai tài liệu mật còn thiếu.", "Hãy ghi đủ số, ngày, độ mật, người xác nhận và lời xác nhận.")
    title = f"Văn bản {Secrecy(secrecy).label}"
    document = Document(unit=unit, title=title, secrecy=secrecy, issued_on=issued_on, **said)
    _save(document)
    told = {"number": said["number"], "secrecy": secrecy, "witness": said["witness"]}
    _trace(document, "evidence.declare_secret", f"document:{document.pk}", by, at, None, told)
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


def _kept(file: UploadedFile) -> dict[str, Any]:
    """The file looked at, read aside and laid in its place; the fields of its version."""
    name = _file_name(file.name or "")
    kind = kind_of(name, file.read(HEAD))
    if kind is None:
        raise _not_taken(name, "loại tệp không được phép, hoặc nội dung không đúng với đuôi tệp")
    file.seek(0)
    try:
        with store.coming(Path(settings.FILES), file.chunks()) as coming:
            passport = _passport(coming.path, kind, name)
            coming.settle()
    except store.TooLarge:
        most = store.MOST_BYTES // 1_000_000
        raise Refused(
            f"Tệp «{name}» lớn hơn {most} MB.", "Hãy quét ở độ phân giải thấp hơn, hoặc tách tệp."
        ) from None
    return {"name": name, "kind": kind, "sha256": coming.sha256, "size": coming.size, **passport}


def _passport(path: Path, kind: str, name: str) -> dict[str, Any]:
    trust = Path(settings.DATA) / "trust"
    try:
        told = json.loads(child.run("passport", str(path), kind, str(trust), seconds=READING_SECONDS))
    except child.Stopped:
        raise _not_taken(name, "tệp hỏng, hoặc quá phức tạp để đọc") from None
    if "flaw" in told:
        raise _not_taken(name, told["flaw"])
    return dict(told)


def _not_taken(name: str, problem: str) -> Refused:
    return Refused(
        f"Không nhận tệp «{name}»: {problem}.", f"Hãy dùng một tệp lành, loại: {', '.join(sorted(TAKEN))}."
    )


def _file_name(said: str) -> str:
    name = unicodedata.normalize("NFC", PurePath(said).name)
    odd = any(letter in NOT_IN_NAMES or unicodedata.category(letter) in ODD for letter in name)
    if odd or len(name) > LONGEST_NAME:
        raise Refused(
            "Không nhận tệp: tên tệp quá dài hoặc có ký tự không được phép.", "Hãy đổi tên tệp rồi gửi lại."
        )
    return name


def _line(field: str, said: str) -> str:
    """One line as it is kept; longer than its place, it is refused rather than cut."""
    line = " ".join(_text(said).split())
    held = Document._meta.get_field(field)
    if len(line) > (held.max_length or 0):
        raise Refused(f"«{held.verbose_name}» dài quá {held.max_length} chữ.", "Hãy viết ngắn lại.")
    return line


def _text(said: str) -> str:
    whole = unicodedata.normalize("NFC", said)
    return "".join(one for one in whole if one == "\n" or unicodedata.category(one) not in ODD).strip()[:4000]


def _save(document: Document, *names: str) -> None:
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


def _trace(
    document: Document, act: str, subject: str, by: Person, at: datetime, before: object, after: object
) -> None:
    stream = f"evidence:{document.unit.code}"
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
