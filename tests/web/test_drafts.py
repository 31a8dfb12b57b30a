"""A draft is begun, written on, arranged, translated, checked and adopted; what goes wrong is told beside its part."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parindex.rubric.draft import amendment
from parindex.rubric.read import adopted
from parindex.rubric.workbook import to_workbook
from parindex.rubric.write import digest
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics import actions, revise
from paroffice.rubrics.forms import Widget, figure_shown, fits, widgets
from paroffice.rubrics.frozen import Files, files_from, files_of
from paroffice.rubrics.models import AdoptedEdition, Draft
from paroffice.rubrics.places import Place, kept_keys, place_in
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.typed import figure_typed, typed
from paroffice.rubrics.written import Written
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, SOUND, Cast

RUBRICS = Path(__file__).parents[2] / "rubrics"
EDITIONS = [SOUND, *sorted(path for path in RUBRICS.iterdir() if path.is_dir())]


def begun(cast: Cast, files: Files | None = None) -> Draft:
    """A draft that amends the adopted edition."""
    amended = files_from(amendment(law_of(cast.round.edition), "sound-2"))
    return actions.begin_draft(files=files or amended, based_on=cast.round.edition, by=cast.dung, at=NOON)


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return begun(cast)


def part(draft: Draft, place: str) -> str:
    return reverse("draft-part", args=[draft.pk, place])


def held(client: Client, link: str) -> dict[str, str]:
    """What the page's fields hold, as a browser would send it back."""
    context = client.get(link).context
    fields = {
        name: value for widget in context["opened"].widgets for one in widget.all() for name, value in posted_by(one)
    }
    return fields | {"seen": context["seen"], "opened": context["code"]}


def posted_by(widget: Widget) -> Iterator[tuple[str, str]]:
    if widget.form not in ("section", "table"):
        yield widget.name, widget.value


def text_of(draft: Draft, file: str) -> str:
    draft.refresh_from_db()
    return str(draft.files[file])


# Fields and texts say the same


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_the_fields_show_is_what_they_give_back(folder: Path, language: str) -> None:
    files = files_of(folder)
    written = Written(files)
    places = [Place("cover"), *([Place("survey")] if written.has_survey else [])]
    places += [Place(name, one.path) for name, field in written.fields.items() for one in field.all()]

    for place in places:
        data, but = written.data(place), kept_keys(place)
        assert data is not None
        assert fits(place.shape(data), data, but)
        shown = widgets(place.shape(data), data, language, but)
        posted = dict(pair for one in shown for each in one.all() for pair in posted_by(each))
        files = revise.rewritten(Written(files), place, typed(place.shape(data), posted, but))

    assert Written(files).checked[0] == written.checked[0]


@pytest.mark.parametrize(
    ("text", "machine"),
    [("2,5", "2.5"), ("2.5", "2.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), (" 3 ", "3"), ("hai", "hai")],
)
def test_a_figure_is_typed_with_comma_or_dot(text: str, machine: str) -> None:
    assert figure_typed(text) == machine


def test_a_figure_is_shown_as_its_reader_writes_it() -> None:
    assert (figure_shown("2.5", "vi"), figure_shown("2.5", "en")) == ("2,5", "2.5")


def test_an_address_that_names_no_part_is_not_there() -> None:
    for text in ("cover:x", "a:1.-1", "a:" + ".".join("1" * 60), "a:123456"):
        with pytest.raises(NotVisible):
            place_in(text)


# How a draft begins


def test_a_draft_begins_from_nothing(cast: Cast) -> None:
    office = cast.as_("dung")

    response = office.post(reverse("drafts"), {"from": "nothing", "name": "xa-2027", "title": "Bộ mới"}, follow=True)

    draft = Draft.objects.get()
    assert response.status_code == 200
    assert (draft.title, draft.based_on) == ("Bộ mới", None)
    assert Written(draft.files).name == "xa-2027"


def test_a_draft_from_an_edition_remembers_every_old_code(cast: Cast) -> None:
    cast.as_("dung").post(reverse("drafts"), {"from": "edition", "edition": "sound", "name": "sound-2"})

    draft = Draft.objects.get()
    edition = Written(draft.files).checked[0]
    assert edition is not None
    assert edition.cover.replaces == "sound"
    assert all(item.was == (item.code,) for item in edition.leaves())
    assert Written(draft.files).errors == []


def test_a_draft_comes_from_a_workbook(cast: Cast, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    to_workbook(adopted(SOUND), book)

    cast.as_("dung").post(
        reverse("drafts"), {"from": "files", "files": SimpleUploadedFile("book.xlsx", book.read_bytes())}
    )

    assert Written(Draft.objects.get().files).errors == []


def test_files_with_flaws_are_taken_and_their_flaws_shown(cast: Cast) -> None:
    files = files_of(SOUND) | {"1-field.yaml": "code: [unclosed"}
    uploads = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]

    response = cast.as_("dung").post(reverse("drafts"), {"from": "files", "files": uploads}, follow=True)

    assert response.status_code == 200
    link = reverse("draft-text", args=[Draft.objects.get().pk, "1-field.yaml"])
    assert link in response.content.decode()


def test_a_workbook_that_is_none_is_told(cast: Cast) -> None:
    response = cast.as_("dung").post(
        reverse("drafts"), {"from": "files", "files": SimpleUploadedFile("book.xlsx", b"no workbook")}
    )

    assert response.status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "flaw",
    [
        {"from": "nothing", "name": "có dấu", "title": "x"},
        {"from": "nothing", "name": "a" * 121, "title": "x"},
        {"from": "nothing", "name": "ok", "title": " "},
        {"from": "edition", "edition": "sound", "name": "../x"},
        {"from": "files"},
        {},
    ],
)
def test_a_beginning_that_lacks_something_is_refused(cast: Cast, flaw: dict[str, str]) -> None:
    assert cast.as_("dung").post(reverse("drafts"), flaw).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "uploads",
    [
        {"x.exe": b"abc"},
        {"x": b"abc"},
        {"one.yaml": b"code: 1"},
        {"cover.yaml": b"\xff\xfe"},
        {"cover.yaml": b"edition: \x00"},
        {"cover.yaml": b"", f"{'a' * 250}.yaml": b""},
        {"cover.yaml": b"x" * 1_000_001},
    ],
    ids=["exe", "no ending", "no cover", "not text", "nul", "long name", "too long"],
)
def test_what_is_no_edition_is_refused_with_a_sentence(cast: Cast, uploads: dict[str, bytes]) -> None:
    files = [SimpleUploadedFile(name, content) for name, content in uploads.items()]

    response = cast.as_("dung").post(reverse("drafts"), {"from": "files", "files": files})

    assert response.status_code == 409
    assert not Draft.objects.exists()


# Writing on it


def test_saving_a_part_changes_it_and_leaves_its_trace(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    fields = held(office, link) | {"points": "1,5", "evidence": "Quyết định <b>ban hành</b>"}

    response = office.post(link, fields)

    assert response.status_code == 302
    assert "points: 1.5" in text_of(draft, "1-field.yaml")
    assert draft.edits == 1
    assert Entry.objects.filter(act="rubrics.revise", subject=f"draft:{draft.pk}").count() == 1
    page = office.get(link).content.decode()
    assert "&lt;b&gt;ban hành" in page
    assert "lệch thang điểm" in page


def test_a_page_saved_as_it_was_changes_nothing(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    for place in ("cover", "survey", "1-field", "1-field:0", "1-field:1", "1-field:3", "2-bonus:0", "3-penalty:0"):
        before = Written(Draft.objects.get().files).checked[0]
        office.post(part(draft, place), held(office, part(draft, place)))
        assert Written(Draft.objects.get().files).checked[0] == before, place


def test_a_finding_stands_beside_its_field(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    office.post(link, held(office, link) | {"points": "hai", "scored_by.levels.1.says": ""})

    widgets = [one for widget in office.get(link).context["opened"].widgets for one in widget.all()]

    assert {one.name for one in widgets if one.problems} == {"points", "scored_by.levels.1.says"}


def test_changing_the_rule_keeps_what_both_rules_share(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:1")

    office.post(link, held(office, link) | {"scored_by.kind": "share"})

    data = Written(Draft.objects.get().files).data(place_in("1-field:1"))
    assert isinstance(data, dict)
    assert data["scored_by"] == {
        "share": {"numerator": "số nhiệm vụ hoàn thành", "denominator": "số nhiệm vụ được giao"}
    }


def test_the_check_tells_the_sum_and_writes_nothing(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    fields = held(office, link) | {"points": "3"}

    page = office.post(reverse("draft-check", args=[draft.pk, "1-field:0"]), fields).content.decode()

    assert 'data-said="Tổng 13 điểm' in page
    assert "points: 2" in text_of(draft, "1-field.yaml")
    assert draft.edits == 0


def test_a_colleague_who_was_quicker_is_never_written_over(cast: Cast, draft: Draft) -> None:
    first, second, link = cast.as_("dung"), cast.as_("dung"), part(draft, "1-field:0")
    mine = held(second, link) | {"title": "Của tôi"}
    first.post(link, held(first, link) | {"title": "Của bạn"})

    response = second.post(link, mine)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Của tôi" in page
    assert "Của bạn" in page
    assert "Của bạn" in text_of(draft, "1-field.yaml")
    again = mine | {"seen": response.context["seen"]}
    assert second.post(link, again).status_code == 302
    assert "Của tôi" in text_of(draft, "1-field.yaml")


def test_two_people_on_two_parts_do_not_wait_for_each_other(cast: Cast, draft: Draft) -> None:
    first, second = cast.as_("dung"), cast.as_("dung")
    mine = held(second, part(draft, "1-field:1"))
    first.post(part(draft, "1-field:0"), held(first, part(draft, "1-field:0")) | {"title": "Khác"})

    assert second.post(part(draft, "1-field:1"), mine | {"title": "Khác nữa"}).status_code == 302
    assert draft.edits < Draft.objects.get().edits


def test_a_part_that_moved_away_gives_back_what_was_typed(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    mine = held(office, link) | {"title": "Đừng mất tôi"}
    arranged(office, draft, "1-field:0", "remove")

    response = office.post(link, mine)

    assert response.status_code == 409
    assert "Đừng mất tôi" in response.content.decode()
    assert "Đừng mất tôi" not in text_of(draft, "1-field.yaml")


def arranged(office: Client, draft: Draft, place: str, what: str, **more: str) -> int:
    draft.refresh_from_db()
    link = reverse("draft-arrange", args=[draft.pk, place])
    return office.post(link, {"what": what, "edits": str(draft.edits), **more}).status_code


def codes(draft: Draft, field: str = "1-field") -> list[str]:
    draft.refresh_from_db()
    return [one.code for one in Written(draft.files).fields[field].all()][1:]


def test_parts_are_added_moved_and_removed(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    arranged(office, draft, "1-field", "criterion")
    assert codes(draft)[-1] == "1.6"
    arranged(office, draft, "1-field:5", "item")
    assert codes(draft)[-1] == "1.6.1"
    arranged(office, draft, "1-field:0", "move", target="1-field:5")
    assert codes(draft) == ["1.2", "1.3", "1.4", "1.5", "1.6", "1.6.1", "1.1"]
    arranged(office, draft, "1-field:0", "down")
    assert codes(draft)[:2] == ["1.3", "1.2"]
    arranged(office, draft, "1-field:1", "up")
    assert codes(draft)[:2] == ["1.2", "1.3"]
    arranged(office, draft, "1-field:4", "remove")
    assert codes(draft) == ["1.2", "1.3", "1.4", "1.5"]


def test_a_part_is_not_moved_into_itself(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    arranged(office, draft, "1-field", "criterion")
    before = codes(draft)

    assert arranged(office, draft, "1-field:5", "move", target="1-field:5") == 409
    assert arranged(office, draft, "1-field:0", "move", target="cover") in (404, 409)
    assert codes(draft) == before


def test_an_old_page_arranges_nothing(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), reverse("draft-arrange", args=[draft.pk, "1-field:0"])
    office.post(link, {"what": "remove", "edits": "0"})

    assert office.post(link, {"what": "remove", "edits": "0"}).status_code == 409
    assert codes(draft)[0] == "1.2"


def test_fields_survey_and_language_are_added(cast: Cast) -> None:
    draft, office = begun(cast, revise.blank("moi", "Mới")), cast.as_("dung")
    link = reverse("draft-extend", args=[draft.pk])

    for what in ("field", "survey", "language"):
        assert office.post(link, {"what": what, "language": "en"}).status_code == 302

    written = Written(Draft.objects.get().files)
    assert written.field_names == ("linh-vuc-1", "linh-vuc-2")
    assert written.has_survey
    assert written.translations == ("en",)
    assert office.post(link, {"what": "language", "language": "../x"}).status_code == 409
    assert office.post(link, {"what": "else"}).status_code == 404
    assert arranged(office, draft, "linh-vuc-2", "up") == 302
    assert arranged(office, draft, "linh-vuc-1", "remove") == 302
    assert Written(Draft.objects.get().files).field_names == ("linh-vuc-2",)


def test_a_translation_follows_codes_and_loses_what_is_gone(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    translate = reverse("draft-translation", args=[draft.pk, "en", "1-field"])
    seen = office.get(translate).context["seen"]
    evidence = office.get(translate).context["says"][0]
    assert evidence[0] == "Kế hoạch đã ban hành"
    office.post(translate, {"seen": seen, "title.0": "Field", "title.1": "The plan", "says.0": "The issued plan"})
    assert "The issued plan" in text_of(draft, "en.yaml")

    office.post(link, held(office, link) | {"code": "1.9", "evidence": "Khác"})

    text = text_of(draft, "en.yaml")
    assert "1.9" in text
    assert "The plan" in text
    assert "The issued plan" not in text


def test_a_title_that_is_not_translated_is_told_with_its_page(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:5")
    arranged(office, draft, "1-field", "item")
    office.post(
        link,
        held(office, link)
        | {"title": "Mục mới", "scored_by.kind": "all_or_nothing", "scored_by.says": "đủ", "points": "0"},
    )

    page = office.get(reverse("draft", args=[draft.pk])).content.decode()

    assert reverse("draft-translation", args=[draft.pk, "en", "1-field"]) in page


def test_the_text_of_a_file_can_be_broken_and_mended(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), reverse("draft-text", args=[draft.pk, "1-field.yaml"])
    sound = text_of(draft, "1-field.yaml")
    seen = office.get(link).context["seen"]

    office.post(link, {"text": "code: [", "seen": seen})

    page = office.get(link).content.decode()
    assert "1-field.yaml:" in page
    assert office.get(part(draft, "1-field:0")).status_code in (302, 404)
    assert office.get(reverse("draft", args=[draft.pk])).status_code == 200
    assert office.post(link, {"text": "khác", "seen": seen}).status_code == 409
    office.post(link, {"text": sound, "seen": office.get(link).context["seen"]})
    assert Written(Draft.objects.get().files).errors == []


@pytest.mark.parametrize(
    "text",
    ["", "a: &x [1]\nb: *x", "[" * 100, "items: x\nfields: [/etc/passwd]\ntranslations: {}", "- 1\n- 2"],
)
@pytest.mark.parametrize("file", ["cover.yaml", "1-field.yaml", "survey.yaml", "en.yaml"])
def test_whatever_a_file_says_every_page_still_opens(cast: Cast, draft: Draft, file: str, text: str) -> None:
    office, link = cast.as_("dung"), reverse("draft-text", args=[draft.pk, file])
    office.post(link, {"text": text, "seen": office.get(link).context["seen"]})

    for place in ("cover", "survey", "1-field", "1-field:0"):
        assert office.get(part(draft, place)).status_code in (200, 302, 404)
        assert arranged(office, draft, place, "item") in (302, 404, 409)
    for name in ("draft", "draft-adopt"):
        assert office.get(reverse(name, args=[draft.pk])).status_code == 200
    assert office.get(reverse("draft-excel", args=[draft.pk])).status_code in (200, 409)
    assert office.get(reverse("draft-translation", args=[draft.pk, "en", "1-field"])).status_code in (200, 302, 404)
    for what in ("field", "survey", "language"):
        answer = office.post(reverse("draft-extend", args=[draft.pk]), {"what": what, "language": "fr"})
        assert answer.status_code in (302, 409)


HTML = "<script>alert(1)</script>"


def test_html_in_every_field_is_text(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    for place in ("cover", "survey", "1-field", "1-field:0", "1-field:1", "1-field:3"):
        link = part(draft, place)
        hostile = {name: HTML for name in held(office, link) if name not in ("seen", "opened")}
        office.post(link, held(office, link) | hostile)
        answer = office.get(link, follow=True)
        assert answer.status_code == 200
        assert HTML not in answer.content.decode()


@pytest.mark.parametrize("name", ["title", "scored_by.levels.0.says", "x"])
def test_a_field_of_ten_megabytes_is_refused(cast: Cast, draft: Draft, name: str) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")

    assert office.post(link, held(office, link) | {name: "x" * 10_000_000}).status_code == 400
    assert draft.edits == Draft.objects.get().edits


def test_a_deep_or_wild_name_of_a_field_does_no_harm(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    wild = {
        "scored_by.levels.99999.says": "x",
        "scored_by.levels.-1.says": "x",
        "scored_by.levels.²": "x",
        "...": "x",
    }

    assert office.post(link, held(office, link) | wild).status_code == 302


# Adopting and discarding


def law(office: Client, draft: Draft) -> str:
    return str(office.get(reverse("draft-adopt", args=[draft.pk])).context["digest"])


def test_adopting_freezes_what_was_read(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), reverse("draft-adopt", args=[draft.pk])

    response = office.post(link, {"law": law(office, draft)})

    made = AdoptedEdition.objects.get(name="sound-2")
    assert response.status_code == 302
    assert digest(law_of(made)) == made.digest
    draft.refresh_from_db()
    assert draft.adopted_as == made
    assert office.post(link, {"law": made.digest}).status_code == 409
    text = reverse("draft-text", args=[draft.pk, "cover.yaml"])
    assert office.post(text, {"text": "x", "seen": office.get(text).context["seen"]}).status_code == 409


def test_a_draft_that_changed_after_the_last_look_is_not_adopted(cast: Cast, draft: Draft) -> None:
    office, seen = cast.as_("dung"), law(cast.as_("dung"), draft)
    link = part(draft, "1-field:0")
    office.post(link, held(office, link) | {"title": "Khác"})

    assert office.post(reverse("draft-adopt", args=[draft.pk]), {"law": seen}).status_code == 409
    assert not AdoptedEdition.objects.filter(name="sound-2").exists()


def test_a_draft_with_an_error_is_not_adopted(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    office.post(link, held(office, link) | {"points": "9"})

    page = office.get(reverse("draft-adopt", args=[draft.pk])).content.decode()

    assert "lỗi phải sửa" in page
    assert office.post(reverse("draft-adopt", args=[draft.pk]), {"law": ""}).status_code == 409
    assert not AdoptedEdition.objects.filter(name="sound-2").exists()


def test_the_last_look_shows_what_changes_against_the_edition_it_replaces(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    office.post(link, held(office, link) | {"title": "Kế hoạch đã đổi tên"})

    page = office.get(reverse("draft-adopt", args=[draft.pk])).content.decode()

    assert "Thay đổi so với sound" in page
    assert "Kế hoạch đã đổi tên" in page


def test_a_name_that_is_taken_is_said_before_adopting(cast: Cast) -> None:
    draft = begun(cast, files_of(SOUND))
    office = cast.as_("dung")

    assert "đã có bộ chỉ số" in unescape(office.get(reverse("draft-adopt", args=[draft.pk])).content.decode())
    seen = law(office, draft)
    assert office.post(reverse("draft-adopt", args=[draft.pk]), {"law": seen}).status_code == 409


def test_a_round_keeps_the_law_it_was_opened_with(cast: Cast, draft: Draft) -> None:
    before, files = law_of(cast.round.edition), dict(cast.round.edition.files)
    office, link = cast.as_("dung"), part(draft, "1-field:0")
    office.post(link, held(office, link) | {"title": "Luật mới"})
    office.post(reverse("draft-adopt", args=[draft.pk]), {"law": law(office, draft)})

    cast.round.refresh_from_db()

    assert cast.round.edition.name == "sound"
    assert cast.round.edition.files == files
    assert law_of(cast.round.edition) == before


def test_files_changed_in_the_database_are_never_read_as_the_law(cast: Cast) -> None:
    from paroffice.rubrics.frozen import Kept

    forged = {name: text.replace("points: 12", "points: 12\ntitle: x") for name, text in files_of(SOUND).items()}
    forged["1-field.yaml"] = files_of(SOUND)["1-field.yaml"].replace("Kế hoạch", "Kế hoạch giả")

    with pytest.raises(ValueError, match="not those that were adopted"):
        Kept().edition(cast.round.edition.digest, files_of(SOUND) | {"1-field.yaml": forged["1-field.yaml"]})


def test_discarding_is_a_mark_with_a_reason(cast: Cast, draft: Draft) -> None:
    office, link = cast.as_("dung"), reverse("draft-discard", args=[draft.pk])
    assert office.post(link, {"reason": " "}).status_code == 409

    assert office.post(link, {"reason": "Làm nhầm"}).status_code == 302

    page = office.get(reverse("draft", args=[draft.pk])).content.decode()
    assert "Làm nhầm" in page
    assert office.post(link, {"reason": "Lần nữa"}).status_code == 409
    assert office.post(part(draft, "1-field:0"), held(office, part(draft, "1-field:0"))).status_code == 409


@pytest.mark.parametrize(
    "broken",
    [
        {"discarded_at": NOON},
        {"discarded_for": "chỉ có lý do"},
    ],
)
def test_half_a_discarding_cannot_be_kept(cast: Cast, draft: Draft, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="draft_discarded_whole"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**broken)


def test_a_draft_is_not_adopted_and_discarded(cast: Cast, draft: Draft) -> None:
    with pytest.raises(IntegrityError, match="draft_adopted_or_discarded"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(
            adopted_as=cast.round.edition, discarded_at=NOON, discarded_by=cast.dung, discarded_for="x"
        )


# Who may


@pytest.mark.parametrize("who", ["an", "ly", "chi", "administrator"])
def test_drafts_are_not_there_for_others(cast: Cast, draft: Draft, who: str) -> None:
    client = cast.as_(who)
    for name, arguments in addresses(draft):
        link = reverse(name, args=arguments)
        assert client.get(link).status_code in (404, 405), name
        assert client.post(link, {"what": "field"}).status_code == 404, name
    assert Draft.objects.get().edits == 0


def addresses(draft: Draft) -> list[tuple[str, list[object]]]:
    one = [draft.pk]
    return [
        *(("drafts", []), ("draft", one), ("draft-extend", one), ("draft-excel", one), ("draft-adopt", one)),
        *(("draft-discard", one), ("draft-part", [draft.pk, "cover"]), ("draft-check", [draft.pk, "cover"])),
        *(("draft-arrange", [draft.pk, "1-field"]), ("draft-text", [draft.pk, "cover.yaml"])),
        ("draft-translation", [draft.pk, "en", "1-field"]),
    ]


def test_the_auditor_reads_and_writes_nothing(cast: Cast, draft: Draft) -> None:
    auditor, link = cast.as_("auditor"), part(draft, "1-field:0")
    fields = held(auditor, link)

    assert auditor.post(link, fields | {"title": "x"}).status_code == 409
    assert auditor.post(reverse("draft-extend", args=[draft.pk]), {"what": "field"}).status_code == 404
    assert "draft-check" not in auditor.get(link).content.decode()
    assert Draft.objects.get().edits == 0


def test_actions_ask_for_the_right_themselves(cast: Cast, draft: Draft) -> None:
    now = timezone.now()
    for by in (cast.an, cast.auditor):
        with pytest.raises(Refused):
            actions.begin_draft(files=files_of(SOUND), based_on=None, by=by, at=now)
        with pytest.raises(Refused):
            actions.revise(draft=draft, step=revise.with_survey, what="survey", by=by, at=now)
        with pytest.raises(Refused):
            actions.adopt_draft(draft=draft, law="", by=by, at=now)
        with pytest.raises(Refused):
            actions.discard_draft(draft=draft, reason="x", by=by, at=now)


# The document, both languages, Excel


def test_an_edition_is_read_in_either_language(cast: Cast) -> None:
    client, link = cast.as_("an"), reverse("edition", args=["sound"])
    page = client.get(link).content.decode()
    assert "Kế hoạch" in page
    assert cast.round.edition.digest in page

    client.cookies["django_language"] = "en"
    page = client.get(link).content.decode()

    assert "Share done" in page
    assert "Evidence" in page
    assert cast.round.edition.digest in page


def test_a_comparison_is_told_in_either_language(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    office.post(reverse("draft-adopt", args=[draft.pk]), {"law": law(office, draft)})
    link = reverse("comparison") + "?cu=sound&moi=sound-2"
    assert "mục so sánh được" in office.get(link).content.decode()

    office.cookies["django_language"] = "en"

    assert "can be compared" in office.get(link).content.decode()


def test_editions_and_drafts_go_out_as_excel_and_come_back(cast: Cast, draft: Draft) -> None:
    office = cast.as_("dung")
    for link in (reverse("edition-excel", args=["sound"]), reverse("draft-excel", args=[draft.pk])):
        book = office.get(link).content
        office.post(reverse("drafts"), {"from": "files", "files": SimpleUploadedFile("book.xlsx", book)})

    laws = [Written(one.files).checked[0] for one in Draft.objects.order_by("pk")]
    assert all(laws)
    assert digest(laws[1]) == cast.round.edition.digest  # type: ignore[arg-type]
    assert digest(laws[2]) == digest(laws[0])  # type: ignore[arg-type]


def test_every_key_and_word_of_an_edition_has_a_label() -> None:
    from parindex.rubric.shape import ListOf, MapOf, OneOf, Record, Tagged
    from parindex.rubric.shapes import COVER, FIELD, ITEM, QUESTIONNAIRE
    from paroffice.rubrics.labels import RULES, WORDS, label_of

    def keys(shape: object, within: str = "") -> Iterator[tuple[str, str, object]]:
        match shape:
            case Record():
                for name, key in shape.keys.items():
                    yield name, within, key.shape
                    yield from keys(key.shape, name)
            case Tagged():
                for name, each in shape.kinds.items():
                    assert name in RULES, name
                    yield from keys(each, name)
            case ListOf() | MapOf():
                yield from keys(shape.shape, within)

    for shape in (COVER, ITEM, FIELD, QUESTIONNAIRE):
        for name, within, inner in keys(shape):
            assert name in ("items", "fields", "translations") or label_of(name, within) != name, (within, name)
            assert not isinstance(inner, OneOf) or set(WORDS[inner.kind]) == {one.value for one in inner.kind}, name
