"""The whole office in one tar file, and back into an empty place: SQLite or PostgreSQL on either side.

In it: manifest.json with the SHA-256 of each part, database/<model>.jsonl, files/<sha256>, portal/ with the pictures
and files of portals, checkpoints.jsonl, and the keys where asked for. Sessions are left out, and what is made anew.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from graphlib import TopologicalSorter
from importlib.metadata import version
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from paroffice.backup_rows import AT_ONCE, write_rows
from paroffice.config.tables import bring_up_to_date
from paroffice.evidence import store
from paroffice.evidence.models import Paper, Version
from paroffice.onestop.models import DossierPaper, DraftFile
from paroffice.portal.models import File, Picture, Portal
from paroffice.refused import Refused
from paroffice.trail import checkpoints
from paroffice.trail.chain import Break
from paroffice.trail.queries import all_breaks

FORM = 1
MANIFEST, CHECKPOINTS = "manifest.json", checkpoints.FILE
KEYS = ("secret-key", checkpoints.KEY)
PART = re.compile(
    r"database/[a-z_]+\.[a-z_]+\.jsonl|files/[0-9a-f]{64}|portal/(originals|files)/[0-9a-f]{16}\.[a-z0-9]{2,5}"
    r"|checkpoints\.jsonl|keys/(secret-key|checkpoint-key)"
)
MOST_MANIFEST = 200_000_000
PASSING = ("sessions", "usersessions", "wagtailsearch", "modelsearch")
MADE_ANEW = ("wagtailcore.referenceindex", "portal.picturesize")
"""What follows from the rest: indexes, and pictures at the sizes that pages show."""
QUEUE = ("django_tasks_database", "jobs")
"""What waits to be done is queued anew from the rows that wait for it."""

WITH_FILES = (Version, Paper, DossierPaper, DraftFile)
"""Whose rows name a file of the store by its hash."""

Parts = dict[str, str]
"""The name of each part and its SHA-256."""


class Damaged(Refused):
    """The archive is not what was written."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("Tệp sao lưu không dùng được: %(why)s.") % {"why": why},
            _("Hãy dùng bản sao lưu khác; chưa có gì được nạp."),
        )


def kept_models() -> list[type[models.Model]]:
    """What is kept, each after what it points to; what ties many to many is a table like any other."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in PASSING + QUEUE and model._meta.label_lower not in MADE_ANEW
    ]
    points_to = {
        model: {
            field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation and not field.null and field.related_model in kept
            if field.related_model is not model
        }
        for model in sorted(kept, key=lambda model: model._meta.label_lower)
    }
    return list(TopologicalSorter(points_to).static_order())


def migrations() -> list[str]:
    """The last migration of each app that this program has."""
    return sorted(".".join(node) for node in MigrationLoader(None).graph.leaf_nodes())


# Out


def write(path: Path, *, at: datetime, with_keys: bool = False) -> Parts:
    """Writes the archive. Raises `Refused` where it exists, or where a file on disk is not what it was."""
    if path.exists():
        raise Refused(_("Đã có tệp %(path)s.") % {"path": path}, _("Hãy đặt tên khác."))
    aside = path.with_name(path.name + ".part")
    with TemporaryDirectory(dir=path.parent) as temporary:
        sources = _gathered(Path(temporary), with_keys)
        parts = {name: _hash_of(source) for name, source in sources.items()}
        strays = [name for name in parts if name.startswith("files/") and not name.endswith(parts[name])]
        if strays:
            raise Refused(
                _("Tệp minh chứng không còn đúng nội dung: %(name)s.") % {"name": strays[0]},
                _("Hãy khôi phục tệp đó từ bản sao."),
            )
        told = json.dumps(_manifest(parts, at), ensure_ascii=False, indent=1).encode()
        try:
            with open(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw:
                with tarfile.open(fileobj=raw, mode="w") as archive:
                    _add(archive, MANIFEST, BytesIO(told), len(told), at)
                    for name, source in sources.items():
                        with source.open("rb") as content:
                            _add(archive, name, content, source.stat().st_size, at)
                raw.flush()
                os.fsync(raw.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return parts


def _gathered(temporary: Path, with_keys: bool) -> dict[str, Path]:
    """Every part and where its content lies now. Files never change, so they may be read after the database."""
    sources = {}
    with _one_moment():
        for model in kept_models():
            name = f"database/{model._meta.label_lower}.jsonl"
            sources[name] = temporary / model._meta.label_lower
            with sources[name].open("w", encoding="utf-8") as stream:
                write_rows(model, stream)
        hashes = {one for model in WITH_FILES for one in model.objects.values_list("sha256", flat=True)}
    for sha256 in sorted(hashes):
        sources[f"files/{sha256}"] = place = store.place_of(Path(settings.FILES), sha256)
        if not place.exists():
            raise Refused(
                _("Thiếu tệp minh chứng %(name)s.") % {"name": sha256}, _("Hãy khôi phục tệp đó từ bản sao.")
            )
    for model in (Picture, File):
        for name in model.objects.order_by("pk").values_list("file", flat=True):
            sources[f"portal/{name}"] = Path(settings.MEDIA_ROOT) / name
    extras = {CHECKPOINTS: settings.DATA / CHECKPOINTS}
    if with_keys:
        extras |= {f"keys/{key}": settings.DATA / key for key in KEYS}
    return sources | {name: place for name, place in extras.items() if place.exists()}


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read within was true at one moment; nobody who writes is held up."""
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" if connection.vendor == "postgresql" else "BEGIN"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _manifest(parts: Parts, at: datetime) -> dict[str, object]:
    told: dict[str, object] = {"form": FORM, "version": version("parindex"), "made_at": at.isoformat()}
    if CHECKPOINTS in parts:
        key = checkpoints.kept_key(settings.DATA / checkpoints.KEY).public_key()
        told["checkpoint_public_key"] = b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    return told | {"migrations": migrations(), "parts": parts}


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int, at: datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(at.timestamp())
    archive.addfile(member, content)


def _hash_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# In


class Archive:
    """A verified archive: every part is there once, nothing else, and each is what its hash says."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members = _members(tar)
        self.manifest = self._read_manifest()
        self.parts: Parts = self.manifest["parts"]
        self._verify()

    def opened(self, name: str) -> IO[bytes]:
        content = self._tar.extractfile(self._members[name])
        assert content is not None
        return content

    def named(self, folder: str) -> list[str]:
        return [name for name in self._members if name.startswith(f"{folder}/")]

    def _read_manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._members or self._members[MANIFEST].size > MOST_MANIFEST:
            raise Damaged(_("không có bản kê"))
        try:
            told = json.loads(self.opened(MANIFEST).read())
            sound = told["form"] == FORM and {type(one) for one in told["parts"].values()} <= {str}
        except (ValueError, KeyError, TypeError, AttributeError):
            sound = False
        if not sound:
            raise Damaged(_("không đọc được bản kê"))
        return dict(told)

    def _verify(self) -> None:
        if self.parts.keys() != self._members.keys() - {MANIFEST}:
            raise Damaged(_("thừa hoặc thiếu phần so với bản kê"))
        for name, told in self.parts.items():
            found = hashlib.file_digest(self.opened(name), "sha256").hexdigest()  # type: ignore[arg-type]
            if found != told or (name.startswith("files/") and not name.endswith(found)):
                raise Damaged(_("phần %(name)s đã bị thay đổi") % {"name": name})


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """By name. Nothing is ever unpacked by its name, and only the names we write are known."""
    members: dict[str, tarfile.TarInfo] = {}
    for member in tar:
        plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.sparse
        if not plain or (member.name != MANIFEST and PART.fullmatch(member.name) is None) or member.name in members:
            raise Damaged(_("có phần lạ «%(name)s»") % {"name": ascii(member.name[:80])})
        members[member.name] = member
    return members


def restore(path: Path) -> list[Break]:
    """Brings everything back into an empty data folder and database; where the trail does not hold.

    Raises `Refused`; until the archive is found sound nothing is written.
    """
    _require_empty_folder()
    try:
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - closed below
    except (OSError, EOFError, tarfile.TarError) as failed:
        raise Damaged(_("không đọc được %(name)s: %(why)s") % {"name": path.name, "why": failed}) from None
    with tar:
        return _restore(_sound(tar))


def _sound(tar: tarfile.TarFile) -> Archive:
    try:
        return Archive(tar)
    except (OSError, EOFError, tarfile.TarError) as failed:
        raise Damaged(_("đọc dở dang: %(why)s") % {"why": failed}) from None


def _require_empty_folder() -> None:
    held = sorted(one.name for one in settings.DATA.iterdir() if one.name != "secret-key")
    if held:
        told = {"folder": settings.DATA, "held": ", ".join(held[:5])}
        raise Refused(_("Thư mục %(folder)s không trống: %(held)s.") % told, _("Hãy chọn thư mục trống."))


def _restore(archive: Archive) -> list[Break]:
    if archive.manifest.get("migrations") != migrations():
        made_by = archive.manifest.get("version")
        raise Refused(
            _("Bản sao lưu do một phiên bản khác (%(version)s) tạo ra.") % {"version": made_by},
            _("Hãy khôi phục bằng phiên bản đó rồi nâng cấp."),
        )
    if connection.introspection.table_names():
        raise Refused(_("Cơ sở dữ liệu không trống."), _("Hãy chọn cơ sở dữ liệu trống."))
    points = _points(archive)
    bring_up_to_date()
    _load(archive)
    for name in archive.named("files"):
        _lay(archive.opened(name), store.place_of(Path(settings.FILES), Path(name).name))
    for name in archive.named("portal"):
        _lay(archive.opened(name), Path(settings.MEDIA_ROOT) / name.removeprefix("portal/"))
    for name in archive.named("keys"):
        place = settings.DATA / Path(name).name
        place.touch(mode=0o600)
        place.write_bytes(archive.opened(name).read())
    _sign_again(points)
    return list(all_breaks(points))


def _lay(content: IO[bytes], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with content, place.open("xb") as stream:
        shutil.copyfileobj(content, stream)
        stream.flush()
        os.fsync(stream.fileno())


def _load(archive: Archive) -> None:
    """Row by row in one transaction, then read again: the database must say exactly what the archive says."""
    kept = kept_models()
    names = {f"database/{model._meta.label_lower}.jsonl": model for model in kept}
    with transaction.atomic():
        for model in reversed(kept):
            model._base_manager.all()._raw_delete(connection.alias)
        ContentType.objects.clear_cache()
        _fill(archive, names)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)
    if Portal.objects.exists():
        call_command("rebuild_references_index", verbosity=0)
    _hold(archive, names)


def _fill(archive: Archive, names: dict[str, type[models.Model]]) -> None:
    for name in archive.named("database"):
        if name not in names:
            raise Damaged(_("có phần lạ «%(name)s»") % {"name": name})
        rows = iter(serializers.deserialize("jsonl", archive.opened(name)))
        while some := [row.object for row in islice(rows, AT_ONCE)]:
            _put(names[name], some)


def _hold(archive: Archive, names: dict[str, type[models.Model]]) -> None:
    """Raises `Refused` where the database says something else than the archive."""
    with TemporaryDirectory() as temporary:
        for name, model in names.items():
            again = Path(temporary) / model._meta.label_lower
            with again.open("w", encoding="utf-8") as stream:
                write_rows(model, stream)
            if _hash_of(again) != archive.parts.get(name):
                raise Refused(
                    _("Cơ sở dữ liệu không nhận đúng %(name)s.") % {"name": name},
                    _("Hãy xóa những gì vừa nạp và báo lỗi này."),
                )


def _put(model: type[models.Model], rows: list[models.Model]) -> None:
    """As they are, though some date themselves. A page is a row of all pages, put before, and one of its own kind."""
    if any(model._meta.parents.values()) or any(map(_dates_itself, model._meta.fields)):
        for row in rows:
            row.save_base(raw=True, force_insert=True)
    else:
        model._default_manager.bulk_create(rows)


def _dates_itself(field: models.Field[Any, Any]) -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


class _Signer:
    """The key that signed the archive's checkpoints, as far as reading them needs it."""

    def __init__(self, public: bytes) -> None:
        self._public = Ed25519PublicKey.from_public_bytes(public)

    def public_key(self) -> Ed25519PublicKey:
        return self._public


def _points(archive: Archive) -> list[checkpoints.Checkpoint]:
    if CHECKPOINTS not in archive.parts:
        return []
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / CHECKPOINTS
        path.write_bytes(archive.opened(CHECKPOINTS).read())
        try:
            signer = _Signer(b64decode(archive.manifest["checkpoint_public_key"]))
            return checkpoints.read(path, signer)  # type: ignore[arg-type]
        except (checkpoints.Forged, ValueError, KeyError, TypeError):
            raise Damaged(_("điểm ký của nhật ký không hợp lệ")) from None


def _sign_again(points: list[checkpoints.Checkpoint]) -> None:
    """With the key of this place, which is another where the keys stayed behind."""
    if points:
        key = checkpoints.kept_key(settings.DATA / checkpoints.KEY)
        heads = [(point.stream, point.number, point.digest) for point in points]
        checkpoints.write(settings.DATA / CHECKPOINTS, key, heads)
