"""Uploads piece by piece: the line may break, the server may fall, and what was acknowledged is still there."""

import base64
import io
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections
from django.http import HttpResponse, UnreadablePostError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.evidence import actions, store
from paroffice.evidence.actions.uploads import LIFE, MOST_AT_ONCE, part_of
from paroffice.evidence.models import Upload, Version
from paroffice.refused import Refused
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.papers import REPORT, packed, pdf

SOUND = pdf(REPORT)
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings: object, tmp_path: Path) -> Path:
    settings.FILES, settings.DATA = tmp_path / "files", tmp_path  # type: ignore[attr-defined]
    return tmp_path / "files"


def metadata(**said: object) -> str:
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in said.items())


def begun(client: Client, size: int = len(SOUND), name: str = "báo cáo.pdf", **said: object) -> HttpResponse:
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": metadata(filename=name, **said)}
    return client.post(reverse("evidence-uploads"), headers=headers, content_type=PIECE)


def sent(client: Client, where: str, offset: int, piece: bytes, kind: str = PIECE) -> HttpResponse:
    headers = TUS | {"Upload-Offset": str(offset), "Content-Type": kind}
    return client.patch(where, piece, content_type=kind, headers=headers)


def stands(client: Client, where: str) -> HttpResponse:
    return client.head(where, headers=TUS)


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# The way of a file


def test_a_file_comes_in_pieces_and_becomes_a_document(cast: Cast, shelf_of_its_own: Path) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]

    first = sent(client, where, 0, SOUND[:500])
    last = sent(client, where, 500, SOUND[500:])

    assert (first.status_code, first["Upload-Offset"]) == (204, "500")
    version = Version.objects.select_related("document").get()
    assert (last.status_code, last["X-Version"]) == (204, str(version.pk))
    assert last["Content-Location"] == reverse("evidence-page", args=[version.pk])
    assert (version.document.unit, version.stored_by, version.name) == (cast.here, cast.an, "báo cáo.pdf")
    assert lying(shelf_of_its_own) == [version.sha256]
    assert Entry.objects.filter(act="evidence.store").count() == 1


def test_after_the_line_broke_it_goes_on_from_where_it_stood(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client, pieces = cast.as_("an"), [SOUND[:300], SOUND[300:700]]
    where = begun(client)["Location"]

    def broken(self: object, size: int = -1) -> bytes:
        if not pieces:
            raise UnreadablePostError
        return pieces.pop(0)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("django.http.request.HttpRequest.read", broken)
        sent(client, where, 0, SOUND)

    assert stands(client, where)["Upload-Offset"] == "700"
    assert sent(client, where, 700, SOUND[700:]).status_code == 204
    assert Version.objects.count() == 1


def test_a_file_that_came_wholly_when_the_server_fell_is_ended_by_an_empty_piece(cast: Cast) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]
    part_of(Upload.objects.get()).write_bytes(SOUND)

    assert stands(client, where)["Upload-Offset"] == str(len(SOUND))
    assert "X-Version" in sent(client, where, len(SOUND), b"")


def test_to_end_an_upload_again_gives_the_same_document(cast: Cast) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]
    first = sent(client, where, 0, SOUND)

    again, asked = sent(client, where, len(SOUND), b""), stands(client, where)

    assert first["X-Version"] == again["X-Version"] == asked["X-Version"]
    assert Version.objects.count() == 1


def test_what_came_piece_by_piece_ends_the_form(cast: Cast) -> None:
    client = cast.as_("an")
    version = sent(client, begun(client)["Location"], 0, SOUND)["X-Version"]

    response = client.post(reverse("evidence-add"), {"version": version})

    assert response["Location"] == reverse("evidence-page", args=[version])
    assert cast.as_("binh").post(reverse("evidence-add"), {"version": version}).status_code == 409


def test_several_files_come_at_one_go_without_any_script(cast: Cast) -> None:
    files = [
        SimpleUploadedFile("a.pdf", SOUND),
        SimpleUploadedFile("b.exe", b"MZ"),
        SimpleUploadedFile("c.pdf", SOUND),
    ]

    page = cast.as_("an").post(reverse("evidence-add"), {"file": files}, follow=True).content.decode()

    assert "Đã lưu 2 tệp vào kho." in page
    assert "Không nhận tệp «b.exe»" in page
    assert Version.objects.count() == 2


# What the protocol asks


def test_the_server_says_what_it_can(cast: Cast) -> None:
    response = cast.as_("an").options(reverse("evidence-uploads"))

    assert response.status_code == 204
    assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert (response["Tus-Max-Size"], response["Tus-Extension"]) == ("50000000", "creation,expiration,termination")


def test_another_version_of_the_protocol_is_not_spoken(cast: Cast) -> None:
    response = cast.as_("an").post(reverse("evidence-uploads"), headers={"Tus-Resumable": "0.2.2"})

    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", ["1", "999999", "-1", "x", "", "9" * 40])
def test_a_piece_out_of_step_is_not_taken(cast: Cast, offset: str) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]

    response = client.patch(where, SOUND, content_type=PIECE, headers=TUS | {"Upload-Offset": offset})

    assert response.status_code == 409
    assert stands(client, where)["Upload-Offset"] == "0"


def test_more_than_was_said_is_not_taken(cast: Cast, shelf_of_its_own: Path) -> None:
    client = cast.as_("an")
    where = begun(client, size=100)["Location"]

    assert sent(client, where, 0, b"a" * 101).status_code == 409
    assert not Version.objects.exists()


def test_a_piece_of_another_kind_is_not_taken(cast: Cast) -> None:
    client = cast.as_("an")

    assert sent(client, begun(client)["Location"], 0, SOUND, kind="text/plain").status_code == 415


def test_a_method_may_be_named_in_a_header(cast: Cast) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]
    headers = TUS | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    assert "X-Version" in client.post(where, SOUND, content_type=PIECE, headers=headers)


def test_an_upload_given_up_leaves_nothing(cast: Cast, shelf_of_its_own: Path) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]
    sent(client, where, 0, SOUND[:100])

    assert client.delete(where, headers=TUS).status_code == 204
    assert stands(client, where).status_code == 404
    assert (Upload.objects.count(), lying(shelf_of_its_own)) == (0, [])


@pytest.mark.parametrize("method", ["get", "put"])
def test_other_methods_are_not_there(cast: Cast, method: str) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]

    assert getattr(client, method)(where, headers=TUS).status_code == 405
    assert getattr(client, method)(reverse("evidence-uploads"), headers=TUS).status_code == 405


def test_a_forged_request_is_not_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.an)

    assert begun(client).status_code == 403


# Who, and what


@pytest.mark.parametrize("who", ["chi", "dung", "auditor", "administrator"])
def test_who_does_not_store_does_not_begin(cast: Cast, who: str) -> None:
    assert begun(cast.as_(who)).status_code == 404


def test_another_persons_upload_is_not_there(cast: Cast) -> None:
    where = begun(cast.as_("an"))["Location"]

    for who in ("ly", "binh"):
        assert stands(cast.as_(who), where).status_code == 404
        assert sent(cast.as_(who), where, 0, SOUND).status_code == 404
        assert cast.as_(who).delete(where, headers=TUS).status_code == 404
    assert stands(cast.as_("an"), reverse("evidence-upload", args=[uuid4()])).status_code == 404


def test_for_another_unit_nothing_begins(cast: Cast) -> None:
    assert begun(cast.as_("an"), unit=cast.there.pk).status_code == 404


@pytest.mark.parametrize(
    ("size", "name"),
    [(50_000_001, "a.pdf"), (0, "a.pdf"), (10, "a\x00.pdf"), (10, "a" * 300 + ".pdf"), (10**14, "a.pdf")],
)
def test_what_will_not_be_taken_is_refused_before_it_is_sent(cast: Cast, size: int, name: str) -> None:
    response = begun(cast.as_("an"), size=size, name=name)

    assert response.status_code == 422
    assert response.content.decode().strip()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("said", ["filename ===", "filename /w==", "filename", "x y z", ", ,"])
def test_strange_names_break_nothing(cast: Cast, said: str) -> None:
    headers = TUS | {"Upload-Length": "10", "Upload-Metadata": said}

    response = cast.as_("an").post(reverse("evidence-uploads"), headers=headers, content_type=PIECE)

    assert response.status_code in (201, 422)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<script>alert(1)</script>"),
        ("a.docx", packed({"word/bomb.xml": b"\x00" * 30_000_000})),
        ("a.pdf", SOUND + packed()),
    ],
)
def test_a_bad_file_is_refused_at_its_end_and_nothing_of_it_stays(
    cast: Cast, shelf_of_its_own: Path, name: str, content: bytes
) -> None:
    client = cast.as_("an")
    where = begun(client, size=len(content), name=name)["Location"]

    response = sent(client, where, 0, content)

    assert response.status_code == 422
    assert f"Không nhận tệp «{name}»" in response.content.decode()
    assert (Upload.objects.count(), Version.objects.count(), lying(shelf_of_its_own)) == (0, 0, [])


def test_nobody_leaves_any_number_of_uploads_unfinished(cast: Cast) -> None:
    for _ in range(MOST_AT_ONCE):
        assert begun(cast.as_("an")).status_code == 201

    assert begun(cast.as_("an")).status_code == 422


def test_a_file_that_cannot_be_hashed_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: object) -> bytes:
        raise OSError("đĩa hỏng")

    monkeypatch.setattr(SimpleUploadedFile, "chunks", failing)

    with pytest.raises(Refused, match="mã băm"):
        actions.upload(unit=cast.here, file=SimpleUploadedFile("a.pdf", SOUND), by=cast.an, at=NOON, title="")
    assert not Version.objects.exists()


# What is left behind


def test_uploads_nobody_went_on_with_are_swept(cast: Cast, shelf_of_its_own: Path) -> None:
    client = cast.as_("an")
    sent(client, begun(client)["Location"], 0, SOUND[:100])
    upload = Upload.objects.get()

    assert actions.sweep(at=upload.expires_at - timedelta(seconds=1)) == 0
    assert actions.sweep(at=upload.expires_at) == 1

    assert (Upload.objects.count(), lying(shelf_of_its_own)) == (0, [])


def test_an_expired_upload_is_not_there(cast: Cast) -> None:
    client = cast.as_("an")
    where = begun(client)["Location"]
    old = timezone.now() - LIFE - timedelta(days=1)
    Upload.objects.update(begun_at=old, expires_at=old + LIFE)

    assert sent(client, where, 0, SOUND).status_code == 404


def test_what_a_killed_server_left_aside_is_swept_and_what_was_stored_is_not(
    cast: Cast, shelf_of_its_own: Path
) -> None:
    version = actions.upload(unit=cast.here, file=SimpleUploadedFile("a.pdf", SOUND), by=cast.an, at=NOON, title="")
    now = timezone.now()
    for name in (f"{store.ASIDE}old", f"{store.PARTS}/{uuid4()}", f"{store.ASIDE}new"):
        path = shelf_of_its_own / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
        if not name.endswith("new"):
            os.utime(path, times=(now.timestamp() - 7200,) * 2)
    os.utime(store.place_of(shelf_of_its_own, version.sha256), times=(0, 0))

    assert actions.sweep(at=now) == 2

    assert lying(shelf_of_its_own) == sorted([version.sha256, f"{store.ASIDE}new"])


@pytest.mark.parametrize(
    ("held", "rule"),
    [({"size": 0}, "upload_is_of_something"), ({"expires_at": NOON}, "upload_expires_after_it_begins")],
)
def test_an_upload_is_of_something_for_a_while(cast: Cast, held: dict[str, object], rule: str) -> None:
    whole = {"unit": cast.here, "by": cast.an, "name": "x", "size": 1, "begun_at": NOON, "expires_at": NOON + LIFE}

    with pytest.raises(IntegrityError, match=rule):
        Upload.objects.create(**whole | held)


# Many at once


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    start = Barrier(len(deeds))

    def done(deed: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return deed()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


@pytest.mark.django_db(transaction=True)
def test_the_same_file_stored_by_many_at_once_lies_there_once(cast: Cast, shelf_of_its_own: Path) -> None:
    def storing(unit: object, by: object) -> object:
        file = SimpleUploadedFile("a.pdf", SOUND)
        return actions.upload(unit=unit, file=file, by=by, at=NOON, title="")  # type: ignore[arg-type]

    results = at_once([partial(storing, cast.here, cast.an), partial(storing, cast.there, cast.binh)] * 3)

    assert {type(result).__name__ for result in results} == {"Version"}
    assert lying(shelf_of_its_own) == [Version.objects.first().sha256]  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_the_same_piece_one_is_taken(cast: Cast) -> None:
    upload = actions.begin(unit=cast.here, name="a.pdf", size=len(SOUND), by=cast.an, at=NOON)

    def sending() -> int:
        content = io.BytesIO(SOUND)
        chunks = iter(lambda: content.read(100), b"")
        return actions.take_in(upload=upload, offset=0, chunks=chunks, by=cast.an, at=NOON)

    results = at_once([sending] * 6)

    assert results.count(len(SOUND)) == 1
    assert {type(result).__name__ for result in results} <= {"int", "Busy", "OutOfStep"}
    assert part_of(upload).read_bytes() == SOUND


@pytest.mark.django_db(transaction=True)
def test_of_many_who_end_the_same_upload_one_document_comes(cast: Cast) -> None:
    upload = actions.begin(unit=cast.here, name="a.pdf", size=len(SOUND), by=cast.an, at=NOON)
    actions.take_in(upload=upload, offset=0, chunks=[SOUND], by=cast.an, at=NOON)

    results = at_once([partial(actions.finish, upload=upload, by=cast.an, at=NOON)] * 6)

    assert {type(result).__name__ for result in results} <= {"Version", "Busy", "NotVisible"}
    assert Version.objects.count() == 1
