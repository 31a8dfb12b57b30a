"""Scans: drawn by the server, read by tesseract, and what was read is marked as a guess.

`papers/scan.png` shows the heading `REPORT` in DejaVu Sans, black on white, as a cheap scanner leaves it.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image

from paroffice.evidence import actions, jobs
from paroffice.evidence.flags import flags_of
from paroffice.evidence.heading import SURE, UNSURE
from paroffice.evidence.models import Recognition, Version
from paroffice.evidence.queries import is_recognised, text_of
from paroffice.evidence.recognise import told
from paroffice.jobs.worker import work
from paroffice.people.models import Person, Unit
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.papers import REPORT, pdf, seal, signed
from tests.web.programs import needed

SCAN = (Path(__file__).parent / "papers" / "scan.png").read_bytes()


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.FILES, settings.DATA = tmp_path / "files", tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def tesseract() -> str:
    return needed("tesseract", "tesseract-ocr-vie")


def scanned(form: str, pages: int = 1) -> bytes:
    image, out = Image.open(io.BytesIO(SCAN)).convert("L"), io.BytesIO()
    more = {"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}
    image.save(out, form, **more)
    return out.getvalue()


def stored(unit: Unit, by: Person, content: bytes, name: str) -> Version:
    return actions.upload(unit=unit, file=SimpleUploadedFile(name, content), by=by, at=NOON, title="")


def again(version: Version) -> Version:
    return Version.objects.select_related("recognition", "document").get(pk=version.pk)


def codes(version: Version, **asked: object) -> set[str]:
    return {flag.code for flag in flags_of(version, **asked)}  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "PDF"])
def test_a_scan_is_read_by_a_job_and_its_heading_with_it(cast: Cast, tesseract: str, form: str) -> None:
    version = stored(cast.here, cast.an, scanned(form), f"quét.{form.lower()}")
    assert "scan" in codes(version)

    work(once=True)

    read = again(version)
    assert "Kết quả công tác cải cách hành chính" in text_of(read, 1)
    assert is_recognised(read, 1)
    assert read.text == ""
    assert read.recognition.read["number"] == {"value": "312/BC-UBND", "confidence": SURE}
    assert read.recognition.read["issued_on"]["value"] == "2018-12-28"
    assert codes(read) == {"recognised", "not_scanned"}


def test_what_a_machine_read_is_marked_on_the_page_and_found_by_the_search(cast: Cast, tesseract: str) -> None:
    version = stored(cast.here, cast.an, scanned("PDF"), "quét.pdf")
    work(once=True)

    page = cast.as_("an").get(reverse("evidence-page", args=[version.pk])).content.decode()
    found = cast.as_("an").get(reverse("evidence-store"), {"tim": "cai cach hanh chinh"}).content.decode()

    assert "chữ do máy nhận dạng" in page
    assert 'value="312/BC-UBND"' in page
    assert "quét.pdf" in found


def test_a_scan_of_two_pages_is_read_page_by_page(cast: Cast, tesseract: str) -> None:
    version = stored(cast.here, cast.an, scanned("TIFF", pages=2), "quét.tif")
    assert version.pages == 2

    work(once=True)

    assert "312/BC-UBND" in text_of(again(version), 2)
    picture = cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 2]))
    assert picture.content.startswith(b"\x89PNG")


def test_only_the_pages_without_text_are_read(cast: Cast, tesseract: str) -> None:
    version = stored(cast.here, cast.an, pdf(REPORT, ""), "a.pdf")

    work(once=True)

    read = again(version)
    assert not is_recognised(read, 1)
    assert "312/BC-UBND" in text_of(read, 1)


def test_reading_again_changes_nothing(cast: Cast) -> None:
    version = stored(cast.here, cast.an, scanned("PNG"), "quét.png")

    actions.keep_recognised(version=version, read={1: (REPORT, 96)}, at=NOON)
    actions.keep_recognised(version=version, read={1: ("khác", 10)}, at=NOON)

    assert Recognition.objects.get().text == REPORT
    assert Entry.objects.filter(act="evidence.recognise", by="paroffice").count() == 1


def test_a_doubtful_reading_makes_everything_it_read_doubtful(cast: Cast) -> None:
    version = stored(cast.here, cast.an, scanned("PNG"), "quét.png")

    actions.keep_recognised(version=version, read={1: (REPORT, 60)}, at=NOON)

    assert {guess["confidence"] for guess in Recognition.objects.get().read.values()} == {UNSURE}


def test_without_tesseract_it_is_said_and_made_good_later(
    cast: Cast, tesseract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = stored(cast.here, cast.an, scanned("PNG"), "quét.png")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(jobs, "program", lambda: None)
        work(once=True)
    assert [flag.says for flag in flags_of(again(version)) if "chưa có chương trình" in flag.says]

    actions.catch_up(scanner=False, tesseract=True)
    work(once=True)

    assert "recognised" in codes(again(version))


def test_a_scan_that_cannot_be_read_is_said_and_tried_no_more(cast: Cast, tesseract: str) -> None:
    broken = SCAN[:200] + b"\x00" * 500
    version = stored(cast.here, cast.an, broken, "hỏng.png")

    work(once=True)

    assert Recognition.objects.get().failed == "stopped"
    assert [flag for flag in flags_of(again(version)) if "không nhận dạng được" in flag.says]
    assert cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 1])).status_code == 409


def test_a_picture_of_a_billion_pixels_takes_nobody_down(cast: Cast, tesseract: str) -> None:
    out = io.BytesIO()
    Image.new("1", (29_000, 29_000)).save(out, "PNG")
    version = stored(cast.here, cast.an, out.getvalue(), "lớn.png")

    work(once=True)

    assert Recognition.objects.get().failed == "stopped"
    assert cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 1])).status_code == 409


def test_words_become_lines_and_a_mean() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [(1, 1, 90, "Số:"), (1, 2, 70, '"12'), (2, 1, 80, "ngày"), (2, 2, -1, "")]
    body = [f"5\t1\t1\t1\t{line}\t{word}\t0\t0\t0\t0\t{conf}\t{text}" for line, word, conf, text in rows]

    reading = told("\n".join([head, *body]))

    assert (reading.text, reading.percent) == ('Số: "12\nngày', 80)


@pytest.mark.parametrize(
    "held",
    [
        {"recognised_at": NOON},
        {"percent": 101, "recognised_at": NOON},
        {"text": "chữ"},
        {"failed": "lý do lạ"},
    ],
)
def test_a_reading_is_done_failed_or_waiting(cast: Cast, held: dict[str, object]) -> None:
    version = stored(cast.here, cast.an, pdf(REPORT), "a.pdf")

    with pytest.raises(IntegrityError, match="recognition_"):
        Recognition.objects.create(version=version, **held)


# What the paper itself says


def test_a_paper_dated_outside_the_year_says_so(cast: Cast) -> None:
    version = stored(cast.here, cast.an, pdf(REPORT), "a.pdf")

    assert "outside_year" not in codes(version, year=2018)
    assert "outside_year" in codes(version, year=2026)
    actions.describe(
        document=version.document, title="", number="", issuer="", issued_on=NOON.date(), by=cast.an, at=NOON
    )
    assert "outside_year" not in codes(again(version), year=2026)


def test_a_paper_signed_after_the_window_closed_says_so(cast: Cast, tmp_path: Path) -> None:
    version = stored(cast.here, cast.an, signed(pdf(REPORT), *seal(tmp_path)), "a.pdf")

    assert "signed_late" in codes(version, closes_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert "signed_late" not in codes(version, closes_at=datetime(2100, 1, 1, tzinfo=UTC))


def test_flags_of_many_papers_ask_nothing(cast: Cast, django_assert_num_queries: object) -> None:
    for number in range(3):
        stored(cast.here, cast.an, pdf(REPORT, str(number)), "a.pdf")
    versions = list(Version.objects.select_related("document", "recognition"))

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert len([flags_of(version, year=2026, closes_at=NOON) for version in versions]) == 3
