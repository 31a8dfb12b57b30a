"""The unit's store: the passport of a paper, what is shown of it and to whom, and how it is changed."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from paroffice.evidence import actions, child, store
from paroffice.evidence.draw import MOST_PIXELS
from paroffice.evidence.heading import SURE, UNSURE, heading_of
from paroffice.evidence.models import Document, Secrecy, Version
from paroffice.evidence.passport import Passport, passport_of
from paroffice.evidence.queries import same_content
from paroffice.evidence.words import folded
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from paroffice.trail.queries import names_of
from tests.web.conftest import NOON, Cast
from tests.web.papers import JPEG, REPORT, TIFF, altered_later, packed, pdf, png, seal, signed

PDF = "application/pdf"


@pytest.fixture(autouse=True)
def shelf_of_its_own(settings: object, tmp_path: Path) -> None:
    settings.FILES, settings.DATA = tmp_path / "files", tmp_path  # type: ignore[attr-defined]


def passport(tmp_path: Path, content: bytes, kind: str = PDF, trust: Path | None = None) -> Passport:
    path = tmp_path / "paper"
    path.write_bytes(content)
    return passport_of(path, kind, trust)


def stored(
    unit: Unit, by: Person, content: bytes | None = None, name: str = "báo cáo.pdf", title: str = ""
) -> Version:
    file = SimpleUploadedFile(name, pdf(REPORT) if content is None else content)
    return actions.upload(unit=unit, file=file, by=by, at=NOON, title=title)


# The heading of a paper


def test_the_heading_of_a_report_is_read() -> None:
    read = heading_of(REPORT)

    assert {name: guess.value for name, guess in read.items()} == {
        "number": "312/BC-UBND",
        "issued_on": "2018-12-28",
        "issuer": "ỦY BAN NHÂN DÂN HUYỆN KIM SƠN",
        "title": "Báo cáo Kết quả công tác cải cách hành chính năm 2018 của huyện Kim Sơn",
    }
    assert {guess.confidence for guess in read.values()} == {SURE}


@pytest.mark.parametrize(
    ("page", "name", "value", "confidence"),
    [
        ("UBND TỈNH NINH BÌNH\nSố : 12 / QĐ - UBND\n", "number", "12/QĐ-UBND", SURE),
        ("SỞ NỘI VỤ\nSố: 07/2019/QĐ-UBND", "number", "07/2019/QĐ-UBND", SURE),
        ("mất chữ đầu dòng 45/KH-UBND", "number", "45/KH-UBND", UNSURE),
        ("ngày 31 tháng 02 năm 2018\nNinh Bình, ngày 01 tháng 3 năm 2018", "issued_on", "2018-03-01", SURE),
        ("\n".join([*["dòng"] * 20, "ngày 5 tháng 6 năm 2020"]), "issued_on", "2020-06-05", UNSURE),
        (
            "QUYẾT ĐỊNH\nVề việc ban hành Bộ chỉ số\nCăn cứ Luật",
            "title",
            "Quyết định Về việc ban hành Bộ chỉ số",
            SURE,
        ),
        ("KẾ HOẠCH", "title", "Kế hoạch", UNSURE),
        ("Số: 9/UBND-NV\nV/v báo cáo kết quả\nKính gửi: Sở Nội vụ", "title", "V/v báo cáo kết quả", UNSURE),
    ],
)
def test_other_headings_are_read_with_their_doubt(page: str, name: str, value: str, confidence: str) -> None:
    guess = heading_of(page)[name]

    assert (guess.value, guess.confidence) == (value, confidence)


def test_a_page_that_is_no_heading_says_nothing() -> None:
    assert heading_of("một trang chữ thường\nkhông có gì") == {}


# The passport


def test_a_pdf_has_pages_text_and_a_heading(tmp_path: Path) -> None:
    read = passport(tmp_path, pdf(REPORT, "Trang hai"))

    assert read.pages == 2
    assert read.text.split("\f")[1].strip() == "Trang hai"
    assert read.read["number"] == {"value": "312/BC-UBND", "confidence": SURE}
    assert read.flags == []


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    assert passport(tmp_path, pdf("")).flags == ["scan"]


def test_text_is_read_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paroffice.evidence.passport.MOST_TEXT", 100)

    read = passport(tmp_path, pdf(REPORT, "Trang hai"))

    assert len(read.text) == 100
    assert read.flags == ["cut"]


def test_pages_are_read_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paroffice.evidence.passport.MOST_PAGES_READ", 1)

    read = passport(tmp_path, pdf(REPORT, "Trang hai"))

    assert (read.pages, "Trang hai" in read.text, read.flags) == (2, False, ["cut"])


def test_code_inside_a_pdf_is_told(tmp_path: Path) -> None:
    script = b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>"

    assert "scripts" in passport(tmp_path, pdf(REPORT, extra=script)).flags


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (png(30, 20), "image/png", (30, 20)),
        (JPEG, "image/jpeg", (64, 48)),
        (TIFF, "image/tiff", (70, 50)),
    ],
)
def test_an_image_says_its_size(tmp_path: Path, content: bytes, kind: str, size: tuple[int, int]) -> None:
    read = passport(tmp_path, content, kind)

    assert (read.read["width"], read.read["height"]) == size


def test_a_signature_says_who_and_that_nothing_changed(tmp_path: Path) -> None:
    (one,) = passport(tmp_path, signed(pdf(REPORT), *seal(tmp_path))).signatures

    assert one["signer"] == "Nguyễn Văn Ký"
    assert (one["intact"], one["whole"], one["altered_later"]) == (True, True, False)
    assert (one["trusted"], one["roots"]) == (False, 0)


def test_a_signature_is_trusted_only_by_a_root_laid_down(tmp_path: Path) -> None:
    key, certificate = seal(tmp_path)
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "broken.pem").write_text("không phải chứng thư")
    content = signed(pdf(REPORT), key, certificate)

    (before,) = passport(tmp_path, content, trust=trust).signatures
    (trust / "root.pem").write_bytes(certificate.read_bytes())
    (after,) = passport(tmp_path, content, trust=trust).signatures

    assert (before["trusted"], after["trusted"]) == (False, True)


def test_what_no_database_keeps_is_not_in_a_signers_name(tmp_path: Path) -> None:
    (one,) = passport(tmp_path, signed(pdf(REPORT), *seal(tmp_path, "Ký\x00\u202e tên"))).signatures

    assert one["signer"] == "Ký tên"


def test_a_paper_altered_after_signing_says_so(tmp_path: Path) -> None:
    (one,) = passport(tmp_path, altered_later(signed(pdf(REPORT), *seal(tmp_path)))).signatures

    assert one["altered_later"]
    assert not one["whole"]


def test_a_byte_changed_under_a_signature_breaks_it(tmp_path: Path) -> None:
    content = signed(pdf(REPORT), *seal(tmp_path)).replace(b"/F 10 Tf", b"/F 11 Tf", 1)

    (one,) = passport(tmp_path, content).signatures

    assert not one["intact"]


def test_a_second_signature_does_not_spoil_the_first(tmp_path: Path) -> None:
    pair = seal(tmp_path)
    first, second = passport(tmp_path, signed(signed(pdf(REPORT), *pair), *pair, field="Ky2")).signatures

    assert (first["intact"], first["altered_later"], first["whole"]) == (True, False, False)
    assert second["whole"]


# Storing


def test_a_stored_paper_keeps_its_passport_beside_what_was_typed(cast: Cast) -> None:
    version = stored(cast.here, cast.an, title="Tên tôi đặt")

    assert (version.pages, version.read["number"]["value"]) == (1, "312/BC-UBND")
    assert (version.document.title, version.document.number) == ("Tên tôi đặt", "")


def test_a_new_version_keeps_the_old_one(cast: Cast) -> None:
    first = stored(cast.here, cast.an)

    file = SimpleUploadedFile("bản hai.pdf", pdf("Bản hai của báo cáo này"))
    second = actions.replace(document=first.document, file=file, by=cast.an, at=NOON)

    assert list(first.document.versions.order_by("pk")) == [first, second]
    entry = Entry.objects.get(act="evidence.replace")
    assert (entry.before["sha256"], entry.after["sha256"]) == (first.sha256, second.sha256)


def test_a_withdrawn_paper_is_marked_and_stays(cast: Cast) -> None:
    version = stored(cast.here, cast.an)

    actions.withdraw(document=version.document, reason="Gửi nhầm", by=cast.an, at=NOON)
    actions.withdraw(document=version.document, reason="Lần hai", by=cast.ly, at=NOON)

    document = Document.objects.get()
    assert (document.withdrawn_by, document.withdrawn_for) == (cast.an, "Gửi nhầm")
    assert store.place_of(Path(settings.FILES), version.sha256).read_bytes() == pdf(REPORT)
    assert "Gửi nhầm" in cast.as_("chi").get(reverse("evidence-page", args=[version.pk])).content.decode()
    assert Entry.objects.filter(act="evidence.withdraw").count() == 1


def test_a_paper_is_not_withdrawn_without_a_reason(cast: Cast) -> None:
    version = stored(cast.here, cast.an)

    with pytest.raises(Refused, match="lý do"):
        actions.withdraw(document=version.document, reason=" ", by=cast.an, at=NOON)


def test_a_secret_paper_is_declared_without_a_file(cast: Cast) -> None:
    posted = {
        "number": "01/M",
        "issued_on": "28/12/2018",
        "secrecy": "top",
        "witness": "Ông A",
        "attestation": "Đã xem",
    }

    response = cast.as_("an").post(reverse("evidence-secret"), posted)

    assert response.status_code == 302
    document = Document.objects.get()
    assert (document.secrecy, document.issued_on, document.versions.count()) == ("top", date(2018, 12, 28), 0)
    assert Entry.objects.filter(act="evidence.declare_secret").exists()
    with pytest.raises(Refused, match="không có tệp"):
        actions.replace(document=document, file=SimpleUploadedFile("a.pdf", pdf(REPORT)), by=cast.an, at=NOON)


@pytest.mark.parametrize("missing", ["number", "issued_on", "secrecy", "witness", "attestation"])
def test_a_secret_paper_needs_everything_said(cast: Cast, missing: str) -> None:
    said = {"number": "01/M", "secrecy": Secrecy.SECRET.value, "witness": "Ông A", "attestation": "Đã xem"}
    whole = said | {"issued_on": date(2018, 12, 28)}

    with pytest.raises(Refused, match="còn thiếu"):
        actions.declare_secret(
            unit=cast.here, by=cast.an, at=NOON, **whole | {missing: None if missing == "issued_on" else ""}
        )
    assert not Document.objects.exists()


def test_a_description_is_changed_with_its_trace(cast: Cast) -> None:
    version = stored(cast.here, cast.an)
    posted = {"number": "312/BC-UBND", "issued_on": "2018-12-28", "issuer": "UBND huyện", "title": "Báo cáo năm"}

    cast.as_("an").post(reverse("evidence-describe", args=[version.document.pk]), posted)

    document = Document.objects.get()
    assert (document.number, document.issued_on, document.title) == ("312/BC-UBND", date(2018, 12, 28), "Báo cáo năm")
    entry = Entry.objects.get(act="evidence.describe")
    assert (entry.before["number"], entry.after["number"]) == ("", "312/BC-UBND")


def test_a_description_too_long_is_refused(cast: Cast) -> None:
    version = stored(cast.here, cast.an)

    response = cast.as_("an").post(
        reverse("evidence-describe", args=[version.document.pk]), {"number": "1" * 121, "title": "Báo cáo"}
    )

    assert response.status_code == 409
    assert Document.objects.get().number == ""


# Whom it is for


@pytest.mark.parametrize("who", ["ly", "chi", "dung", "auditor"])
def test_a_reader_reads_a_page_and_leaves_a_trace(cast: Cast, who: str) -> None:
    version = stored(cast.here, cast.an)

    response = cast.as_(who).get(reverse("evidence-page", args=[version.pk]))

    assert response.status_code == 200
    assert "312/BC-UBND" in response.content.decode()
    assert Entry.objects.filter(act="evidence.read", by__in=names_of(who)).get().after == {"page": 1}
    picture = cast.as_(who).get(reverse("evidence-picture", args=[version.pk, 1]))
    assert picture["Content-Type"] == "image/png"


def test_a_visitor_is_asked_to_sign_in(cast: Cast) -> None:
    version = stored(cast.here, cast.an)

    for name, arguments in (("store", []), ("page", [version.pk]), ("picture", [version.pk, 1])):
        response = Client().get(reverse(f"evidence-{name}", args=arguments))
        assert response.status_code == 302
        assert "/dang-nhap/" in response["Location"]


def test_a_secret_paper_is_withdrawn_from_the_list(cast: Cast) -> None:
    said = {"number": "01/M", "secrecy": "secret", "witness": "Ông A", "attestation": "Đã xem"}
    document = actions.declare_secret(unit=cast.here, issued_on=date(2018, 12, 28), by=cast.an, at=NOON, **said)
    link = reverse("evidence-withdraw", args=[document.pk])
    assert link in cast.as_("an").get(reverse("evidence-store")).content.decode()

    page = cast.as_("an").post(link, {"reason": "Khai nhầm"}, follow=True).content.decode()

    assert "Khai nhầm" in page
    assert link not in page


@pytest.mark.parametrize("who", ["binh", "administrator"])
def test_for_others_nothing_of_it_is_there(cast: Cast, who: str) -> None:
    version = stored(cast.here, cast.an)
    client, document = cast.as_(who), version.document.pk

    for name, arguments in (("page", [version.pk]), ("picture", [version.pk, 1]), ("file", [version.pk])):
        assert client.get(reverse(f"evidence-{name}", args=arguments)).status_code == 404
    for name in ("describe", "replace", "withdraw"):
        posted = {"file": SimpleUploadedFile("a.pdf", pdf(REPORT)), "reason": "x", "title": "x"}
        assert client.post(reverse(f"evidence-{name}", args=[document]), posted).status_code == 404
    assert (Version.objects.count(), Entry.objects.filter(by__in=names_of(who)).count()) == (1, 0)


def test_an_appraiser_reads_but_changes_nothing(cast: Cast) -> None:
    version = stored(cast.here, cast.an)
    page = cast.as_("chi").get(reverse("evidence-page", args=[version.pk])).content.decode()

    assert "Lưu mô tả" not in page
    for name in ("describe", "replace", "withdraw"):
        assert cast.as_("chi").post(reverse(f"evidence-{name}", args=[version.document.pk])).status_code == 404
    with pytest.raises(Refused):
        actions.withdraw(document=version.document, reason="x", by=cast.chi, at=NOON)
    with pytest.raises(NotVisible):
        actions.withdraw(document=version.document, reason="x", by=cast.binh, at=NOON)


def test_a_unit_finds_its_own_papers_with_or_without_accents(cast: Cast) -> None:
    stored(cast.here, cast.an, title="Kế hoạch cải cách đất đai")
    stored(cast.there, cast.binh, title="Kế hoạch của huyện kia")
    link = reverse("evidence-store")

    for said in ("kế hoạch", "ke HOACH", "dat dai", ""):
        page = cast.as_("an").get(link, {"tim": said}).content.decode()
        assert "Kế hoạch cải cách đất đai" in page
        assert "huyện kia" not in page
    assert "Không có tài liệu nào" in cast.as_("an").get(link, {"tim": "kế hoạch kia"}).content.decode()
    assert "huyện kia" in cast.as_("chi").get(link).content.decode()
    assert cast.as_("administrator").get(link).status_code == 404


def test_the_list_asks_as_often_for_many_as_for_one(cast: Cast, django_assert_max_num_queries: object) -> None:
    for _ in range(4):
        stored(cast.here, cast.an)
    client = cast.as_("chi")

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("evidence-store"))


@pytest.mark.parametrize("said", ["%", "_", "'", "\x00", "<b>", "a " * 200, "\\"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(cast: Cast, said: str) -> None:
    response = cast.as_("an").get(reverse("evidence-store"), {"tim": said, "trang": "zzz"})

    assert response.status_code == (400 if said == "\x00" else 200)
    assert "<b>»" not in response.content.decode()


def test_a_paper_is_added_only_to_a_unit_one_stores_for(cast: Cast) -> None:
    link, content = reverse("evidence-add"), pdf(REPORT)

    theirs = cast.as_("an").post(link, {"file": SimpleUploadedFile("a.pdf", content), "unit": cast.there.pk})
    own = cast.as_("an").post(link, {"file": SimpleUploadedFile("a.pdf", content)})

    assert (theirs.status_code, own.status_code) == (404, 302)
    assert Version.objects.get().document.unit == cast.here
    assert cast.as_("chi").post(link, {"file": SimpleUploadedFile("a.pdf", content)}).status_code == 404


def test_what_was_read_is_offered_and_what_was_typed_is_kept(cast: Cast) -> None:
    version = stored(cast.here, cast.an)
    Document.objects.update(number="313/BC-UBND")

    page = cast.as_("an").get(reverse("evidence-page", args=[version.pk])).content.decode()

    assert 'value="313/BC-UBND"' in page
    assert "Khác với tệp: 312/BC-UBND" in page
    assert 'value="2018-12-28"' in page
    assert "chưa lưu" in page
    assert Document.objects.get().issued_on is None


def test_the_same_content_elsewhere_is_for_those_who_see_other_units(cast: Cast) -> None:
    here, again, there = stored(cast.here, cast.an), stored(cast.here, cast.ly), stored(cast.there, cast.binh)

    open_, shut = same_content(here, sees_other_units=True), same_content(here, sees_other_units=False)

    assert (open_.in_unit, open_.elsewhere) == ([again], [there])
    assert (shut.in_unit, shut.elsewhere) == ([again], [])
    link = reverse("evidence-page", args=[here.pk])
    assert "Huyện Kia" in cast.as_("chi").get(link).content.decode()
    assert "Huyện Kia" not in cast.as_("an").get(link).content.decode()


def test_a_person_of_two_units_stores_in_the_one_they_name(cast: Cast) -> None:
    Grant.objects.create(person=cast.an, role=Role.UNIT_OFFICER, unit=cast.there, starts_on=date(2026, 1, 1))
    file = SimpleUploadedFile("a.pdf", pdf(REPORT))

    cast.as_("an").post(reverse("evidence-add"), {"file": file, "unit": cast.there.pk})

    assert Version.objects.get().document.unit == cast.there


# A page as a picture


def test_a_page_is_drawn_within_bounds(cast: Cast) -> None:
    version = stored(cast.here, cast.an)

    drawn = cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 1])).content

    assert drawn.startswith(b"\x89PNG")
    assert int.from_bytes(drawn[20:24]) == MOST_PIXELS
    assert int.from_bytes(drawn[16:20]) < MOST_PIXELS


@pytest.mark.parametrize("page", [0, 2, 99999999999999999999])
def test_a_page_that_is_not_there_is_not_drawn(cast: Cast, page: int) -> None:
    version = stored(cast.here, cast.an)

    assert cast.as_("an").get(reverse("evidence-picture", args=[version.pk, page])).status_code == 404


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "9" * 5000, "²"])
def test_a_strange_page_number_shows_a_page(cast: Cast, asked: str) -> None:
    version = stored(cast.here, cast.an)

    assert cast.as_("an").get(reverse("evidence-page", args=[version.pk]), {"trang": asked}).status_code == 200


def test_a_drawing_that_does_not_end_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = stored(cast.here, cast.an)
    monkeypatch.setattr("paroffice.evidence.giving.DRAWING_SECONDS", 0)

    response = cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 1]))

    assert response.status_code == 409
    assert "Không vẽ được" in response.content.decode()


def test_a_child_that_falls_is_a_refusal_not_an_error() -> None:
    with pytest.raises(child.Stopped):
        child.run("draw", "/khong/co", "1", seconds=5)


def test_a_word_file_is_offered_as_a_download_only(cast: Cast) -> None:
    version = stored(cast.here, cast.an, packed(), "kế hoạch.docx")

    page = cast.as_("an").get(reverse("evidence-page", args=[version.pk])).content.decode()

    assert "Hãy tải về" in page
    assert cast.as_("an").get(reverse("evidence-picture", args=[version.pk, 1])).status_code == 404


def test_words_fold() -> None:
    assert folded(" ĐẤT  đai Ủy ") == "dat dai uy"
