"""Files that mean harm, or are only broken: each refused with a sentence, and nothing stored."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse

from paroffice.evidence import actions
from paroffice.evidence.models import Document, Version
from paroffice.evidence.store import MOST_BYTES
from paroffice.refused import Refused
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.papers import JPEG, REPORT, locked, packed, pdf, png

SOUND = pdf(REPORT)


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings: object, tmp_path: Path) -> Path:
    settings.FILES, settings.DATA = tmp_path / "files", tmp_path  # type: ignore[attr-defined]
    return tmp_path / "files"


def lying_size() -> bytes:
    """A member that says it is small and is not."""
    content = bytearray(packed({"word/big.xml": b"a" * 50_000}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.rfind(mark)
        content[start + place : start + place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def linked() -> bytes:
    out = io.BytesIO(packed())
    with zipfile.ZipFile(out, "a") as whole:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        whole.writestr(link, "/etc/passwd")
    return out.getvalue()


BAD = {
    "nothing but a head": ("a.pdf", b"%PDF-1.7\n%%EOF\n"),
    "cut in the middle": ("a.pdf", SOUND[: len(SOUND) // 2]),
    "rubbish inside": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 50 + b"\n%%EOF\n"),
    "no page": ("a.pdf", pdf()),
    "a password": ("a.pdf", locked(SOUND)),
    "a zip behind": ("a.pdf", SOUND + packed()),
    "a page of HTML before": ("a.pdf", b"<script>alert(1)</script>" + SOUND),
    "a programme behind": ("a.pdf", SOUND + b"MZ" + b"\x00" * 5000),
    "a zip behind a picture": ("a.png", png(9, 9) + packed()),
    "a zip behind a photograph": ("a.jpg", JPEG + packed()),
    "a picture without a size": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
    "a picture of nothing": ("a.png", png(0, 0)),
    "a picture by the wrong name": ("a.jpg", png(9, 9)),
    "a zip bomb": ("a.docx", packed({"word/bomb.xml": b"\x00" * 30_000_000})),
    "a zip of zeros": ("a.docx", packed({f"word/{place}.xml": b"\x00" * 900_000 for place in range(9)})),
    "too many members": ("a.docx", packed({f"word/{place}": b"" for place in range(1001)})),
    "a macro": ("a.docx", packed({"word/vbaProject.bin": b"macro"})),
    "a way up": ("a.docx", packed({"../../etc/passwd": b"root"})),
    "a way from the root": ("a.docx", packed({"/etc/passwd": b"root"})),
    "a way of Windows": ("a.docx", packed({"word\\..\\..\\x": b"root"})),
    "a drive of Windows": ("a.docx", packed({"C:/x": b"root"})),
    "a link": ("a.docx", linked()),
    "a size that lies": ("a.docx", lying_size()),
    "a zip that is no Word file": ("a.docx", packed({"a.txt": b"a"}, word=False)),
    "a Word file by an Excel name": ("a.xlsx", packed()),
    "a cut zip": ("a.docx", packed()[:-30]),
    "a turned checksum": ("a.docx", packed().replace(b"PK\x03\x04", b"PK\x03\x05")),
    "a script by name": ("a.pdf.exe", SOUND),
    "no ending": ("pdf", SOUND),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_stored(
    cast: Cast, shelf_of_its_own: Path, what: str
) -> None:
    name, content = BAD[what]

    response = cast.as_("an").post(reverse("evidence-add"), {"file": SimpleUploadedFile(name, content)})

    assert response.status_code == 409
    page = response.content.decode()
    assert f"Không nhận tệp «{name}»" in page
    assert "Traceback" not in page
    nothing_stored(shelf_of_its_own)


def nothing_stored(shelf: Path) -> None:
    assert not Document.objects.exists()
    assert not Version.objects.exists()
    assert not Entry.objects.filter(act__startswith="evidence").exists()
    assert [path for path in shelf.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)<b>.pdf", "a\x00.pdf", "a\x1b[2J.pdf", "fdp.\u202egpj.pdf", "a" * 250 + ".pdf", 'a".pdf'],
)
def test_a_bad_name_is_refused(cast: Cast, shelf_of_its_own: Path, name: str) -> None:
    file = SimpleUploadedFile("a.pdf", SOUND)
    file._name = name

    with pytest.raises(Refused, match="tên tệp"):
        actions.upload(unit=cast.here, file=file, by=cast.an, at=NOON, title="")
    nothing_stored(shelf_of_its_own)


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.pdf", "a\r\nX: y.pdf", "../../../a.pdf", "a\x00.pdf"])
def test_a_bad_name_sent_is_never_shown_raw(cast: Cast, name: str) -> None:
    file = io.BytesIO(SOUND)
    file.name = name

    response = cast.as_("an").post(reverse("evidence-add"), {"file": file})

    assert response.status_code in (302, 409)
    assert "<img src=x" not in response.content.decode()
    for version in Version.objects.all():
        assert version.name.isprintable()
        assert "/" not in version.name


def test_a_file_too_large_is_refused_while_it_streams(cast: Cast, shelf_of_its_own: Path) -> None:
    file = TemporaryUploadedFile("lớn.pdf", "application/pdf", 60_000_000, None)
    file.write(b"%PDF-1.7\n")
    file.file.truncate(60_000_000)
    file.seek(0)

    with pytest.raises(Refused, match=f"lớn hơn {MOST_BYTES // 1_000_000} MB"):
        actions.upload(unit=cast.here, file=file, by=cast.an, at=NOON, title="")
    file.close()
    nothing_stored(shelf_of_its_own)


def test_a_title_of_markup_and_controls_is_shown_as_letters(cast: Cast) -> None:
    posted = {"file": SimpleUploadedFile("a.pdf", SOUND), "title": "<script>alert(1)</script>\u202e"}

    page = cast.as_("an").post(reverse("evidence-add"), posted, follow=True).content.decode()

    assert "<script>" not in page
    assert Document.objects.get().title == "<script>alert(1)</script>"


def test_markup_inside_a_paper_is_shown_as_letters(cast: Cast) -> None:
    content = pdf("Số: 1/<script>alert(1)</script>\nBÁO CÁO\n<img src=x onerror=alert(1)>")

    posted = {"file": SimpleUploadedFile("a.pdf", content)}
    page = cast.as_("an").post(reverse("evidence-add"), posted, follow=True).content.decode()

    assert "<script>" not in page
    assert "<img src=x" not in page


def test_a_bad_day_is_refused(cast: Cast) -> None:
    posted = {"file": SimpleUploadedFile("a.pdf", SOUND), "issued_on": "31/02/2018"}

    response = cast.as_("an").post(reverse("evidence-add"), posted)

    assert response.status_code == 409
    assert "không đọc được" in response.content.decode()


def test_nothing_sent_is_a_sentence(cast: Cast) -> None:
    assert cast.as_("an").post(reverse("evidence-add")).status_code == 409
