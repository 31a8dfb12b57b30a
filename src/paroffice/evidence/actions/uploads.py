"""A file that comes piece by piece over a weak line. What was acknowledged is on disk; the rest can be sent again."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.evidence import store
from paroffice.evidence.actions.documents import stored
from paroffice.evidence.actions.taking import file_name, kept, too_large
from paroffice.evidence.models import Upload, Version
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused

LIFE = timedelta(days=2)
ASIDE_LIFE = timedelta(hours=1)
MOST_AT_ONCE = 40
"""Unfinished uploads of one person."""


class Busy(Refused):
    """Another connection is still writing."""

    status = 423

    def __init__(self) -> None:
        super().__init__(_("Tệp này đang được gửi qua một kết nối khác."), _("Hãy đợi một lát rồi thử lại."))


class OutOfStep(Refused):
    """The piece does not begin where the last one ended."""

    def __init__(self) -> None:
        super().__init__(_("Phần gửi không nối tiếp phần trước."), _("Hãy hỏi lại đã nhận đến đâu rồi gửi tiếp."))


@transaction.atomic
def begin(*, unit: Unit, name: str, size: int, by: Person, at: datetime) -> Upload:
    """A place for a file to come. Raises `Refused` before a byte was sent in vain."""
    policy.ask(by, "evidence.store", unit, at)
    kept_name = file_name(name)
    if size > store.MOST_BYTES:
        raise too_large(kept_name)
    if size < 1:
        raise Refused(_("Tệp «%(name)s» trống.") % {"name": kept_name}, _("Hãy chọn tệp khác."))
    if Upload.objects.filter(by=by, version=None, expires_at__gt=at).count() >= MOST_AT_ONCE:
        raise Refused(_("Bạn có quá nhiều tệp đang gửi dở."), _("Hãy gửi xong hoặc hủy các tệp ấy."))
    upload = Upload.objects.create(unit=unit, by=by, name=kept_name, size=size, begun_at=at, expires_at=at + LIFE)
    place = part_of(upload)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o600)
    return upload


def take_in(*, upload: Upload, offset: int, chunks: Iterable[bytes], by: Person, at: datetime) -> int:
    """Adds a piece; how far it got. What came before the line broke counts. No database is held meanwhile."""
    _ask(upload, by, at)
    with _writing(upload) as part:
        length = part.seek(0, os.SEEK_END)
        if offset != length:
            raise OutOfStep
        try:
            for chunk in chunks:
                if length + len(chunk) > upload.size:
                    raise OutOfStep
                part.write(chunk)
                length += len(chunk)
        finally:
            part.flush()
            os.fsync(part.fileno())
        return length


def finish(*, upload: Upload, by: Person, at: datetime) -> Version:
    """The whole file becomes a document of its unit, once. A file that is refused is not kept."""
    _ask(upload, by, at)
    if (already := _version_of(upload)) is not None:
        return already
    with _writing(upload) as part:
        if (already := _version_of(upload)) is not None:
            return already
        if part.seek(0, os.SEEK_END) != upload.size:
            raise OutOfStep
        part.seek(0)
        try:
            taken = kept(File(part, name=upload.name))
        except Refused:
            abandon(upload=upload, by=by, at=at)
            raise
        with transaction.atomic():
            version = stored(upload.unit, taken, by, at)
            Upload.objects.filter(pk=upload.pk).update(version=version)
    part_of(upload).unlink(missing_ok=True)
    return version


def abandon(*, upload: Upload, by: Person, at: datetime) -> None:
    """The person does not want to send it after all."""
    _ask(upload, by, at)
    part_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk, version=None).delete()


def sweep(*, at: datetime) -> int:
    """Removes uploads nobody went on with, and what a killed server left lying aside; how many."""
    root = Path(settings.FILES)
    stale = list(Upload.objects.filter(expires_at__lte=at))
    for upload in stale:
        part_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk__in=[upload.pk for upload in stale]).delete()
    known = {path.name: path for path in (root / store.PARTS).glob("*")}
    for key in Upload.objects.filter(version=None).values_list("key", flat=True):
        known.pop(str(key), None)
    strays = [path for path in known.values() if path.stat().st_mtime < (at - ASIDE_LIFE).timestamp()]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(stale) + len(strays) + store.swept(root, (at - ASIDE_LIFE).timestamp())


def _version_of(upload: Upload) -> Version | None:
    return Version.objects.filter(pk__in=Upload.objects.filter(pk=upload.pk).values("version")).first()


def part_of(upload: Upload) -> Path:
    return store.part_of(Path(settings.FILES), str(upload.pk))


def _ask(upload: Upload, by: Person, at: datetime) -> None:
    """Only who began an upload goes on with it, while they may, and before it expires."""
    policy.ask(by, "evidence.store", upload.unit, at)
    if upload.by_id != by.pk or upload.expires_at <= at:
        raise NotVisible


@contextmanager
def _writing(upload: Upload) -> Iterator[BinaryIO]:
    """The part, for one writer at a time, whichever process it is in. Freed when that process dies."""
    try:
        with part_of(upload).open("r+b") as part:
            try:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield part
    except FileNotFoundError:
        raise NotVisible from None
