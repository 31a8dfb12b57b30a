"""Storing a document."""

from datetime import date, datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from paroffice.evidence import store
from paroffice.evidence.kinds import TAKEN, kind_of
from paroffice.evidence.models import Document, Version
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

HEAD = 4096


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
    name = PurePath(file.name or "").name
    kind = kind_of(name, file.read(HEAD))
    if kind is None:
        raise Refused(
            f"Không nhận tệp «{name}»: loại tệp không được phép, hoặc nội dung không đúng với đuôi tệp.",
            f"Hãy dùng một trong các loại: {', '.join(sorted(TAKEN))}.",
        )
    file.seek(0)
    try:
        sha256, size = store.keep(Path(settings.FILES), file.chunks())
    except store.TooLarge:
        most = store.MOST_BYTES // 1_000_000
        raise Refused(
            f"Tệp «{name}» lớn hơn {most} MB.", "Hãy quét ở độ phân giải thấp hơn, hoặc tách tệp."
        ) from None
    with transaction.atomic():
        document = Document.objects.create(
            unit=unit, title=title.strip() or name, number=number, issuer=issuer, issued_on=issued_on
        )
        version = Version.objects.create(
            document=document, sha256=sha256, size=size, name=name, kind=kind, stored_by=by, stored_at=at
        )
        after = {"document": document.pk, "sha256": sha256, "size": size, "kind": kind}
        trail.leave(
            stream=f"evidence:{unit.code}",
            act="evidence.store",
            subject=f"version:{version.pk}",
            by=by,
            at=at,
            after=after,
        )
    return version
