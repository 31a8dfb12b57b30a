"""Visits: planned, noted with photographs, laid before the unit, signed; each refuses the wrong person and moment."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image

from paroffice.appraisals import record
from paroffice.appraisals.actions import visits
from paroffice.appraisals.actions.rulings import Grounds, rule
from paroffice.appraisals.actions.steps import settle, tell
from paroffice.appraisals.duties import duties
from paroffice.appraisals.models import Ruling, Sighting, Stage, Visit
from paroffice.evidence.models import Paper
from paroffice.people.models import Grant, Person
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Window
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, rule_all
from tests.web.appraisals.test_replies import AGAIN, CUT
from tests.web.breaking import refused_by
from tests.web.conftest import NOON, PAPER

SEEN = "Sổ theo dõi ghi 80 việc xong."
HEADING = record.Heading(number="05/BB-TCT", met="Bà Lý, Chủ tịch", conclusion="Tính 80 việc.")
NOTE = {"item": "1.2", "text": SEEN}


def paper(group: Group, **other: object) -> Paper:
    given = {
        "round": group.cast.round, "sha256": "a" * 64, "size": 1, "name": "bien-ban.pdf", "kind": "application/pdf",
        "stored_by": group.chi, "stored_at": NOON,
    } | other  # fmt: skip
    return Paper.objects.create(**given)


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue())


def visit(group: Group, **other: object) -> Visit:
    given = {
        "appraisal": group.here, "on": APPRAISING.date(), "place": "Trụ sở", "leader": group.chi, "members": [group.hoa],
        "items": ["1.2"], "by": group.son, "at": APPRAISING,
    } | other  # fmt: skip
    return visits.plan_visit(**given)  # type: ignore[arg-type]


def noted(group: Group, at=APPRAISING, **other: object) -> Visit:
    planned = visit(group, at=at, **other)
    visits.note_sighting(visit=planned, item="1.2", text=SEEN, photos=[paper(group)], by=group.hoa, at=at)
    return planned


def laid(group: Group, at=APPRAISING, **other: object) -> Visit:
    return visits.lay_record(visit=noted(group, at, **other), heading=HEADING, by=group.chi, at=at)


def agreed(group: Group, held: Visit, at=APPRAISING) -> Visit:
    return visits.speak(
        visit=held, agrees=True, reservation="", spoke_for_unit="Lý, Chủ tịch", digest=held.digest, by=group.cast.ly,
        at=at,
    )  # fmt: skip


@pytest.fixture
def now_open(group: Group) -> Group:
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    return group


def client(group: Group, who: str):
    made = group.cast.as_("an")
    made.force_login(getattr(group, who, None) or getattr(group.cast, who))
    return made


# The deeds


def test_a_visit_ends_with_a_record_that_both_sides_signed(group: Group) -> None:
    held = agreed(group, laid(group))

    done = visits.conclude_visit(visit=held, record=paper(group), by=group.chi, at=APPRAISING)

    assert (done.stage, done.concluded_by, done.unit_agrees) == (Stage.CONCLUDED, group.chi, True)
    with pytest.raises(Refused, match="đã có biên bản ký"):
        visits.note_sighting(visit=done, item="1.2", text="x", photos=[], by=group.chi, at=APPRAISING)


def test_what_is_laid_before_the_unit_does_not_change_with_the_marks(group: Group) -> None:
    held = laid(group)

    rule(
        appraisal=group.here, code="1.2", raw=CUT["1.2"], grounds=Grounds(reason=SEEN), number=0, by=group.chi,
        at=APPRAISING,
    )  # fmt: skip

    held.refresh_from_db()
    assert held.lines["items"][0]["held"] == ""
    assert record.is_intact(held)


def test_a_record_changed_in_the_database_is_told(group: Group) -> None:
    held = laid(group)
    held.lines["items"][0]["held"] = "3"

    assert not record.is_intact(held)


def test_a_unit_that_reserves_says_why(group: Group) -> None:
    held = laid(group)

    with pytest.raises(Refused, match="còn thiếu"):
        visits.speak(
            visit=held, agrees=False, reservation=" ", spoke_for_unit="Lý", digest=held.digest, by=group.cast.ly,
            at=APPRAISING,
        )  # fmt: skip


def test_a_unit_speaks_of_the_record_that_it_read(group: Group) -> None:
    read = laid(group).digest
    held = visits.take_back_record(visit=Visit.objects.get(), by=group.chi, at=APPRAISING)
    visits.note_sighting(visit=held, item="1.2", text="Thêm 5 việc.", photos=[], by=group.chi, at=APPRAISING)
    held = visits.lay_record(visit=held, heading=HEADING, by=group.chi, at=APPRAISING)

    with pytest.raises(Refused, match="lập lại"):
        visits.speak(
            visit=held, agrees=True, reservation="", spoke_for_unit="Lý", digest=read, by=group.cast.ly, at=APPRAISING
        )


def test_the_units_word_on_paper_is_told_where_it_said_nothing_here(group: Group) -> None:
    held = laid(group)

    with pytest.raises(Refused, match="Chưa có ý kiến"):
        visits.conclude_visit(visit=held, record=paper(group), by=group.chi, at=APPRAISING)
    done = visits.conclude_visit(
        visit=held, record=paper(group), agrees=False, reservation="Còn 15 việc.", spoke_for_unit="Lý", by=group.chi,
        at=APPRAISING,
    )  # fmt: skip

    assert (done.unit_agrees, done.spoken_by) == (False, None)


def test_who_uploads_the_record_does_not_change_the_units_word(group: Group) -> None:
    held = agreed(group, laid(group))

    done = visits.conclude_visit(
        visit=held, record=paper(group), agrees=False, reservation="x", spoke_for_unit="y", by=group.chi,
        at=APPRAISING,
    )  # fmt: skip

    assert (done.unit_agrees, done.reservation) == (True, "")


BROKEN = [{"intact": False}]
SEALED_THEN_CHANGED = [{"intact": True, "altered_later": True}]


@pytest.mark.parametrize(
    ("flaw", "says"),
    [
        ({"signatures": BROKEN}, "Chữ ký số"),
        ({"signatures": SEALED_THEN_CHANGED}, "Chữ ký số"),
        ({"kind": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, "PDF"),
    ],
)
def test_a_signed_record_is_a_page_whose_signatures_hold(group: Group, flaw: dict[str, object], says: str) -> None:
    held = agreed(group, laid(group))

    with pytest.raises(Refused, match=says):
        visits.conclude_visit(visit=held, record=paper(group, **flaw), by=group.chi, at=APPRAISING)


def test_only_those_who_went_note_what_was_seen(group: Group) -> None:
    planned = visit(group, members=[])

    with pytest.raises(Refused, match="không ở trong đoàn"):
        visits.note_sighting(visit=planned, item="1.2", text="x", photos=[], by=group.hoa, at=APPRAISING)


def test_only_its_leader_or_the_head_lays_the_record(group: Group) -> None:
    planned = noted(group)

    with pytest.raises(Refused, match="trưởng đoàn"):
        visits.lay_record(visit=planned, heading=HEADING, by=group.hoa, at=APPRAISING)
    assert visits.lay_record(visit=planned, heading=HEADING, by=group.son, at=APPRAISING).laid_by == group.son


def test_every_item_looked_at_is_noted_before_the_record(group: Group) -> None:
    with pytest.raises(Refused, match=r"mục: 1\.2"):
        visits.lay_record(visit=visit(group), heading=HEADING, by=group.chi, at=APPRAISING)


def test_nobody_with_a_tie_goes(group: Group) -> None:
    Grant.objects.create(person=group.hoa, role="unit_officer", unit=group.cast.here, starts_on=APPRAISING.date())

    with pytest.raises(Refused, match="không đi kiểm tra"):
        visit(group)


def test_a_visit_without_a_signed_record_blocks_settling_by_name(group: Group) -> None:
    held = laid(group)
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)

    with pytest.raises(Refused, match="Chi: chưa có biên bản kiểm tra đã ký"):
        settle(appraisal=group.here, by=group.son, at=AGAIN)
    visits.take_back_record(visit=held, by=group.chi, at=AGAIN)
    visits.call_off(visit=held, reason="Bão", by=group.chi, at=AGAIN)
    settle(appraisal=group.here, by=group.son, at=AGAIN)


def test_a_ruling_rests_on_what_was_seen_of_its_own_item(group: Group) -> None:
    seen = Sighting.objects.get(visit=noted(group))
    given = {"raw": CUT["1.2"], "number": 0, "by": group.chi, "at": APPRAISING}
    grounds = Grounds(reason=SEEN, saw=seen)

    ruled = rule(appraisal=group.here, code="1.2", grounds=grounds, **given)

    assert isinstance(ruled, Ruling)
    assert ruled.saw == seen
    with pytest.raises(NotVisible):
        rule(appraisal=group.there, code="1.2", grounds=grounds, **given)
    with pytest.raises(NotVisible):
        rule(appraisal=group.here, code="1.1", grounds=grounds, **given | {"raw": CLAIMS["1.1"]})


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("visit_stage_is_known", {"stage": "somewhere"}),
        ("visit_laid_whole", {"digest": ""}),
        ("visit_spoken_of_what_was_laid", {"unit_agrees": True}),
        ("visit_concluded_whole", {"stage": "concluded"}),
        ("visit_called_off_for_a_reason", {"called_off_for": "x"}),
        ("visit_reserves_in_words", {"unit_agrees": False, "spoke_for_unit": "Lý", "reservation": ""}),
    ],
)
def test_the_database_refuses_a_visit_that_cannot_be(group: Group, name: str, change: dict[str, object]) -> None:
    held = laid(group)

    with refused_by(Visit, name):
        Visit.objects.filter(pk=held.pk).update(**change)


# The papers


def test_the_record_says_the_same_as_word_and_as_pdf(group: Group) -> None:
    rule_all(group, group.here, CUT)
    held = agreed(group, laid(group))

    word = Document(BytesIO(record.as_word(held)))

    texts = "\n".join(one.text for one in word.paragraphs)
    table = [[cell.text for cell in row.cells] for row in word.tables[1].rows]
    assert SEEN in texts
    assert "[x] Đồng ý" in texts
    assert held.digest in texts
    # 1.2 of the sound edition: 4 points from 90 % on, 2 from 50 % on; 95 of 100 claimed, 80 of 100 held
    assert table[1][2:] == ["4", "4", "2"]
    assert record.as_pdf(held).startswith(b"%PDF-")


def test_text_in_a_record_is_never_markup(group: Group) -> None:
    planned = visit(group)
    text = "{{ 7*7 }} #panic() <b>&</b> {%p if x %}"
    visits.note_sighting(visit=planned, item="1.2", text=text, photos=[], by=group.chi, at=APPRAISING)

    word = Document(BytesIO(record.as_word(planned)))

    assert text in "\n".join(one.text for one in word.paragraphs)
    assert record.as_pdf(planned).startswith(b"%PDF-")


# The pages


def test_a_visit_runs_from_its_plan_to_the_signed_record_by_pages_alone(now_open: Group) -> None:
    pk, chi, ly = now_open.cast.round.pk, client(now_open, "chi"), client(now_open, "ly")
    planned = {"on": "2026-11-20", "place": "Trụ sở", "leader": str(now_open.chi.pk), "item": ["1.2", "1.3"]}
    assert chi.post(reverse("visit-plan", args=[pk, "here"]), planned).status_code == 302
    held = Visit.objects.get()
    link = reverse("visit", args=[pk, held.pk])
    chosen = chi.get(reverse("visits", args=[pk]), {"don-vi": "here"})
    assert chosen["Location"] == reverse("visit-plan", args=[pk, "here"])

    for item in ("1.2", "1.3"):
        posted = {"item": item, "text": f"{SEEN} {item}", "photo": [photo("a.jpg"), photo("b.jpg")]}
        assert chi.post(f"{link}ghi/", posted).status_code == 302
    page = chi.get(link).content.decode()
    first = Sighting.objects.first().photos.first()
    assert reverse("paper-picture", args=[first.pk, 1]) in page
    assert chi.get(reverse("paper-picture", args=[first.pk, 1]) + "?co=nho")["Content-Type"] == "image/png"
    assert SEEN in chi.get(reverse("appraise", args=[pk, "1.2", "here"])).content.decode()
    assert chi.post(f"{link}buoc/", {"act": "lay", "met": "Lý, Chủ tịch"}).status_code == 302

    told = reverse("told-visit", args=[now_open.here.assessment_id, held.pk])
    assert SEEN in ly.get(told).content.decode()
    held.refresh_from_db()
    word = {"agrees": "no", "reservation": "Còn 15 việc.", "spoke_for_unit": "Lý", "digest": held.digest}
    assert ly.post(told, word).status_code == 302
    signed = {"act": "conclude", "signed": SimpleUploadedFile("da-ky.pdf", PAPER)}
    assert chi.post(f"{link}buoc/", signed).status_code == 302

    held.refresh_from_db()
    assert (held.stage, held.reservation) == (Stage.CONCLUDED, "Còn 15 việc.")
    mine = ly.get(reverse("told-paper", args=[now_open.here.assessment_id, held.pk, held.record_id]))
    assert b"".join(mine.streaming_content) == PAPER


def test_words_are_not_lost_where_a_photograph_is_refused(now_open: Group) -> None:
    held = visit(now_open)
    link = reverse("visit-note", args=[now_open.cast.round.pk, held.pk])

    response = client(now_open, "chi").post(link, NOTE | {"photo": SimpleUploadedFile("anh.heic", b"x")})

    assert response.status_code == 422
    assert SEEN in response.content.decode()
    assert not Sighting.objects.exists()


PRIVATE = ("told-visit", "told-visit-word", "told-visit-pdf")


@pytest.mark.parametrize("who", ["an", "ly", "binh"])
def test_a_unit_has_nothing_of_a_visit_before_its_record_is_laid(now_open: Group, who: str) -> None:
    held = noted(now_open, timezone.now())
    own, taken = now_open.here.assessment_id, Sighting.objects.get().photos.get().pk
    reader = client(now_open, who)

    hidden = [reverse(name, args=[own, held.pk]) for name in PRIVATE]
    hidden += [reverse("told-paper", args=[own, held.pk, taken])]
    hidden += [reverse("told-paper-picture", args=[own, held.pk, taken, 1]), reverse("paper", args=[taken])]
    assert {reader.get(link).status_code for link in hidden} == {404}
    open_pages = [reverse("desk"), reverse("own-marks"), reverse("search") + "?q=so+theo+doi"]
    open_pages += [reverse("sheet", args=[own])] if who != "binh" else []
    for link in open_pages:
        assert SEEN not in reader.get(link).content.decode()
    assert list(duties(Person.objects.get(username=who), timezone.now())) == []


def test_another_unit_never_sees_a_record(now_open: Group) -> None:
    held = laid(now_open, timezone.now())
    own = now_open.here.assessment_id

    assert client(now_open, "binh").get(reverse("told-visit", args=[own, held.pk])).status_code == 404
    assert client(now_open, "an").get(reverse("told-visit", args=[own, held.pk])).status_code == 200


def test_an_officer_reads_the_record_and_the_leader_speaks(now_open: Group) -> None:
    held = laid(now_open, timezone.now())
    link = reverse("told-visit", args=[now_open.here.assessment_id, held.pk])
    said = {"agrees": "yes", "spoke_for_unit": "Lý", "digest": held.digest}

    assert client(now_open, "an").post(link, said).status_code == 404
    assert [one.address for one in duties(now_open.cast.ly, timezone.now())] == [link]
    assert client(now_open, "ly").post(link, said).status_code == 302
    assert list(duties(now_open.cast.ly, timezone.now())) == []


def test_a_unit_does_not_speak_of_a_visit_that_is_over(now_open: Group) -> None:
    held = agreed(now_open, laid(now_open))
    visits.conclude_visit(visit=held, record=paper(now_open), by=now_open.chi, at=APPRAISING)
    link = reverse("told-visit", args=[now_open.here.assessment_id, held.pk])

    said = {"agrees": "no", "reservation": "x", "spoke_for_unit": "Lý", "digest": held.digest}
    assert client(now_open, "ly").post(link, said).status_code == 409


@pytest.mark.parametrize("who", ["an", "ly", "binh", "mai", "administrator"])
def test_a_paper_of_the_group_is_the_groups(now_open: Group, who: str) -> None:
    held = agreed(now_open, laid(now_open))
    done = visits.conclude_visit(visit=held, record=paper(now_open), by=now_open.chi, at=APPRAISING)

    assert client(now_open, who).get(reverse("paper", args=[done.record_id])).status_code == 404


def test_a_paper_that_nothing_names_is_given_to_nobody(now_open: Group) -> None:
    stray = paper(now_open)

    assert client(now_open, "chi").get(reverse("paper", args=[stray.pk])).status_code == 404
