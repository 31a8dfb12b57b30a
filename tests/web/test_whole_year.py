"""A whole year of the founding example by HTTP alone: eight units, five appraisers, from the opening to a corrected result.

Who says what stands in `examples/kim-son-2018/ledgers`: the claims, the first marks, those after the replies, the final ones.
Nothing here says a total: they come out of some 650 rulings, and are held against the arithmetic's own, exactly. What follows
the council's marks stands in `year_of_the_result.py`.
"""

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from parindex.index.round import edition_folder, sound_round
from parindex.index.settle import Figure
from parindex.rounding import printed
from parindex.rubric.model import Item
from parindex.sheet.cells import Raw
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal, Case, Challenge, Ruling, SecondScore, State, Visit
from paroffice.appraisals.queries import marks_of
from paroffice.assessments.forms import fields_of
from paroffice.assessments.models import Assessment
from paroffice.assessments.offline import Identity, Standing, workbook
from paroffice.people.models import Person, Role, Unit
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from paroffice.rubrics.queries import law_of
from paroffice.trail.queries import all_breaks
from tests.bare import bare_install
from tests.web import year_of_the_result as after
from tests.web.a_year import DAY, EXAMPLE, OPENING, Fields, Year
from tests.web.conftest import PAPER, person

STEPS = {
    "self_assessment": (0, 20),
    "appraisal": (20, 40),
    "survey": (30, 60),
    "reply": (40, 50),
    "challenge": (40, 45),
    "second_appraisal": (45, 60),
}
"""When each step opens and closes, in days after the opening."""
APPRAISERS = {
    "chi": "Sở Nội vụ",
    "hoa": "Sở Tư pháp",
    "tam": "Sở Tài chính",
    "vinh": "Sở Thông tin và Truyền thông",
    "yen": "Văn phòng UBND tỉnh",
}
REASON = "Đối chiếu tài liệu và kiểm tra tại chỗ (minh họa)."
DRAWN = "20190115"
"""The seed of the second opinions."""
pytestmark = pytest.mark.any_database


@pytest.fixture
def year(db: None, monkeypatch: pytest.MonkeyPatch) -> Year:
    plain = sound_round(EXAMPLE)
    units = [Unit.objects.create(code=one.code, name=one.name, block=one.block) for one in plain.units]
    made = Year(plain=plain, units=units)
    dung = person("dung", Role.ROUND_OFFICE)
    people = [dung, person("son", Role.HEAD_OF_WORKING_GROUP), person("mai", Role.SECOND_APPRAISER)]
    people += [person("kien", Role.COUNCIL), person("xuan", Role.SURVEY_OFFICER)]
    people += [person(name, Role.APPRAISER) for name in APPRAISERS]
    for unit in units:
        people += [
            person(f"an.{unit.code}", Role.UNIT_OFFICER, unit),
            person(f"ly.{unit.code}", Role.UNIT_LEADER, unit),
        ]
    for one in people:
        one.grants.update(starts_on=date(2018, 1, 1))
    adopt(files=files_of(edition_folder(EXAMPLE, plain.about.edition, None)), by=dung, at=OPENING)
    monkeypatch.setattr(timezone, "now", lambda: made.at)
    return made


def test_a_whole_year_ends_with_the_published_points_and_their_correction(
    year: Year, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = bare_install(tmp_path_factory)
    opens(year)
    assess_themselves(year)
    establishes_the_group(year)
    appraise(year)
    inspects(year)
    after.asks_people(year)
    scores_blind(year)
    tells(year)
    reply(year)
    object_and_are_answered(year)
    answers_the_replies(year)
    settles(year)
    after.closes_the_survey(year)
    decides(year)

    for unit in year.units:
        assert held_of(year, unit) == owed_to(year, unit), unit
    kim_son = year.units[0]
    assert str(kim_son) == "Huyện Kim Sơn (minh họa)"
    assert printed(held_of(year, kim_son), 2) == "65.55"  # published: appraised points of 2018
    assert set(Appraisal.objects.values_list("state", flat=True)) == {State.FROZEN}
    assert Ruling.objects.filter(ledger="appraised", stands=True).count() == 8 * 81

    after.determines(year, bare, tmp_path)
    after.publishes(year)
    after.complain(year)
    after.decides_anew(year)
    after.corrects(year, bare, tmp_path)
    after.reads_what_changed(year)
    assert list(all_breaks([])) == []


def held_of(year: Year, unit: Unit) -> object:
    """What the office holds in the end, from rulings alone."""
    return marks_of(year.appraisal(unit)).points(LedgerName.FINAL)


def owed_to(year: Year, unit: Unit) -> object:
    """What the arithmetic makes of the example's files."""
    place = year.plain.place_of(unit.code)
    assert place is not None
    return year.plain.index().figure(Figure.APPRAISAL).exact(place)


# Step by step


def opens(year: Year) -> None:
    """The round office opens the year with all its dates."""
    said: Fields = {"year": "2018", "title": year.plain.about.title, "edition": year.plain.about.edition}
    said["unit"] = [unit.pk for unit in year.units]
    for step, (opening, closing) in STEPS.items():
        said[f"{step}-opens"] = (OPENING + opening * DAY).isoformat()
        said[f"{step}-closes"] = (OPENING + closing * DAY).isoformat()
    year.post("dung", "/dot/mo/", said)


def assess_themselves(year: Year) -> None:
    """Each unit fills in its workbook, brings it in, and hands over under its signed report."""
    year.on(10)
    for unit in year.units:
        sheet = Assessment.objects.select_related("unit", "round__edition").get(unit=unit)
        officer, address = f"an.{unit.code}", f"/ban-tu-cham/{sheet.pk}/"
        book = SimpleUploadedFile("bang.xlsx", filled_in(year, sheet))
        shown = year.post(officer, f"{address}excel/nap/", {"file": book}, status=200)
        year.post(officer, f"{address}excel/nap/", {"signed": shown.context["signed"]})
        paper = SimpleUploadedFile("bao-cao.pdf", PAPER + unit.code.encode())
        said: Fields = {"registered_as": "312/BC-UBND", "registered_on": "2018-12-13", "signed": paper}
        year.post(f"ly.{unit.code}", f"{address}nop/", said)


def filled_in(year: Year, sheet: Assessment) -> bytes:
    law, edition = law_of(sheet.round.edition), sheet.round.edition
    claims = {item.code: year.raw(LedgerName.SELF, sheet.unit, item.code) for item in law.leaves()}
    note = "Tài liệu lưu tại đơn vị (minh họa)."
    standing = {code: Standing(raw, note, 0) for code, raw in claims.items() if raw is not None}
    unit = sheet.unit
    who = Identity(str(sheet.pk), str(sheet.round), str(unit), unit.code, edition.title, edition.digest)
    return workbook(who, law, standing)


def establishes_the_group(year: Year) -> None:
    """Five appraisers of five departments share the fields; Sơn leads; Mai will score blind."""
    year.on(20)
    address = f"/tham-dinh/{year.round.pk}/to-cong-tac/"
    people = {one.username: one.pk for one in Person.objects.all()}
    said: Fields = {"number": "12/QĐ-UBND", "issued_on": "2018-12-20", "starts_on": "2018-12-20"}
    year.post("dung", address, said | {"act": "establish", "head": people["son"]})
    for name, department in (APPRAISERS | {"mai": "Thanh tra tỉnh", "son": "Sở Nội vụ"}).items():
        year.post("dung", address, {"act": "join", "person": people[name], "department": department})
    for name, part in zip(cycle(APPRAISERS), law_of(year.round.edition).fields, strict=False):
        year.post("dung", address, {"act": "mandate", "person": people[name], "part": part.code})
    conduct: Fields = {"act": "conduct", "challenge": "yes", "second_share": "3", "seed": DRAWN}
    year.post("dung", address, conduct | {"alike_rulings": "20", "alike_minutes": "10"})


def appraise(year: Year) -> None:
    """Each appraiser rules the items of their fields, item by item across all units."""
    year.on(25)
    for appraiser, item in ruled_by(year):
        for unit in year.units:
            rules(year, appraiser, unit, item, LedgerName.APPRAISED)


def ruled_by(year: Year) -> Iterator[tuple[str, Item]]:
    """The items of the round, each with who rules it; one that branches on another comes after it."""
    law = law_of(year.round.edition)
    owner = {
        item.code: name
        for name, part in zip(cycle(APPRAISERS), law.fields, strict=False)
        for item in part.leaves()
    }  # fmt: skip
    for item in sorted(ruled_items(law), key=lambda one: one.branches_on is not None):
        yield owner[item.code], item


def rules(year: Year, appraiser: str, unit: Unit, item: Item, ledger: LedgerName, number: int = 0) -> None:
    """At the bench, with a reason; where like cases were ruled otherwise, once more with why this one differs."""
    raw = year.raw(ledger, unit, item.code)
    assert raw is not None
    address = f"/tham-dinh/{year.round.pk}/muc/{item.code}/{unit.code}/"
    said = typed(year, item, unit, raw, ledger) | {"reason": REASON, "number": str(number), "pages": "1", "stay": "1"}
    answer = year.by(appraiser).post(address, said)
    if answer.status_code == 422:
        year.post(appraiser, address, said | {"differs_because": "Tài liệu khác (minh họa)."})
    else:
        assert answer.status_code == 302, answer.content.decode()[-1500:]


def typed(year: Year, item: Item, unit: Unit, raw: Raw, ledger: LedgerName) -> Fields:
    """The fields of the page for that answer."""
    law = law_of(year.round.edition)
    codes = [item.code, *([item.branches_on] if item.branches_on else [])]
    raws = {code: found for code in codes if (found := year.raw(ledger, unit, code)) is not None}
    fields = dict(fields_of(item.rule(fact_among(law, item, raws)), raw))
    marks, awarded = fields.pop("marks"), fields.pop("awarded")
    return fields | {"mark": list(marks), f"awarded-{fields['level']}": awarded}  # type: ignore[call-overload]


def inspects(year: Year) -> None:
    """Two go to Kim Sơn and look at what the reception desk has; its leader agrees to the record; both sides sign."""
    year.on(30)
    kim_son, people = year.units[0], {one.username: one.pk for one in Person.objects.all()}
    base = f"/tham-dinh/{year.round.pk}/kiem-tra/"
    planned: Fields = {"on": "2019-01-02", "place": "Bộ phận một cửa (minh họa)", "leader": people["chi"]}
    year.post("chi", f"{base}ke-hoach/{kim_son.code}/", planned | {"member": [people["hoa"]], "item": ["4.2.2"]})
    visit = Visit.objects.get()
    here = f"{base}{visit.pk}/"
    year.post("hoa", f"{here}ghi/", {"item": "4.2.2", "text": "Chưa lắp camera (minh họa)."})
    heading: Fields = {
        "number": "47/BB",
        "where": "Kim Sơn",
        "met": "Phó Chủ tịch (minh họa)",
        "conclusion": "Đã thống nhất.",
    }
    year.post("chi", f"{here}buoc/", heading | {"act": "lay"})
    visit.refresh_from_db()
    word: Fields = {"agrees": "yes", "spoke_for_unit": "Phó Chủ tịch (minh họa)", "digest": visit.digest}
    address = f"/ket-qua-tham-dinh/{visit.appraisal.assessment_id}/kiem-tra/{visit.pk}/"
    year.post(f"ly.{kim_son.code}", address, word)
    signed = SimpleUploadedFile("bien-ban.pdf", PAPER)
    year.post("chi", f"{here}buoc/", {"act": "conclude", "signed": signed})
    visit.refresh_from_db()
    assert (visit.stage, visit.unit_agrees) == ("concluded", True)


def scores_blind(year: Year) -> None:
    """Mai scores what was drawn as the group did, save the first: on that the council will decide."""
    year.on(35)
    year.post("dung", f"/tham-dinh/{year.round.pk}/to-cong-tac/", {"act": "draw"})
    law = law_of(year.round.edition)
    scores = SecondScore.objects.select_related("appraisal__assessment__unit").order_by("pk")
    assert 8 <= len(scores) <= 40, "three in a hundred of 648, give or take"
    for place, score in enumerate(scores):
        item, unit = law.item(score.item), score.appraisal.assessment.unit
        assert item is not None
        raw = year.raw(LedgerName.APPRAISED, unit, item.code)
        assert raw is not None
        said = typed(year, item, unit, raw if place else Raw("not_proven"), LedgerName.APPRAISED)
        year.post("mai", f"/cham-lan-hai/{score.pk}/", said | {"reason": REASON})


def tells(year: Year) -> None:
    year.on(38)
    for unit in year.units:
        year.post("son", step_of(year, unit), {"act": "tell"})


def step_of(year: Year, unit: Unit) -> str:
    return f"/tham-dinh/{year.round.pk}/don-vi/{unit.code}/buoc/"


def reply(year: Year) -> None:
    """A unit disagrees where the group will give way, and agrees elsewhere; one more disagrees in vain."""
    year.on(41)
    for unit in year.units:
        appraisal = year.appraisal(unit)
        for item in marks_of(appraisal).departed():
            agrees = not gives_way(year, unit, item.code)
            said: Fields = {"agrees": "yes" if agrees else "no", "text": "" if agrees else REASON, "edits": "0"}
            address = f"/ket-qua-tham-dinh/{appraisal.assessment_id}/muc/{item.code}/"
            year.post(f"an.{unit.code}", address, said)


def gives_way(year: Year, unit: Unit, code: str) -> bool:
    return year.raw(LedgerName.APPRAISED, unit, code) != year.raw(LedgerName.AFTER_REPLY, unit, code)


def object_and_are_answered(year: Year) -> None:
    """Đồng Mây objects to what Kim Sơn was granted; Kim Sơn answers; the group holds to its mark."""
    year.on(42)
    kim_son, dong_may = year.units[:2]
    said: Fields = {"item": "1.1.1", "text": "Kế hoạch ban hành chậm (minh họa)."}
    year.post(f"an.{dong_may.code}", f"/phan-bien/{year.round.pk}/{kim_son.code}/", said)
    asked, sheet = Challenge.objects.get(), year.appraisal(kim_son).assessment_id
    address = f"/ket-qua-tham-dinh/{sheet}/phan-bien/{asked.pk}/"
    year.post(f"ly.{kim_son.code}", address, {"answer": "Ban hành ngày 28/12 (minh họa)."})
    year.on(46)
    ruling: Fields = {"upheld": "no", "reason": "Văn bản ghi đúng ngày (minh họa)."}
    year.post("chi", f"/tham-dinh/{year.round.pk}/phan-bien/{asked.pk}/", ruling)


def answers_the_replies(year: Year) -> None:
    year.on(52)
    for appraiser, item in ruled_by(year):
        for unit in year.units:
            if gives_way(year, unit, item.code):
                rules(year, appraiser, unit, item, LedgerName.AFTER_REPLY)


def settles(year: Year) -> None:
    year.on(58)
    year.post("son", f"/tham-dinh/{year.round.pk}/dong-thuan/hoi-dong/", {})
    for unit in year.units:
        year.post("son", step_of(year, unit), {"act": "settle"})


def decides(year: Year) -> None:
    """The council meets, decides what it was asked, and closes the block."""
    year.on(62)
    address = f"/hoi-dong/{year.round.pk}/"
    refused = year.post("kien", address, {"act": "freeze", "block": "districts"}, status=409)
    assert "Còn việc hội đồng chưa quyết định" in refused.content.decode()
    year.post("kien", address, {"act": "call", "on": "2019-02-03", "agenda": "Thông qua kết quả (minh họa)"})
    law, meeting = law_of(year.round.edition), year.round.meetings.get()
    cases = Case.objects.select_related("appraisal__assessment__unit")
    assert len(cases) == 1
    for case in cases:
        item, unit = law.item(case.item), case.appraisal.assessment.unit
        assert item is not None
        raw = year.raw(LedgerName.FINAL, unit, item.code)
        assert raw is not None
        said = typed(year, item, unit, raw, LedgerName.FINAL) | {"meeting": str(meeting.pk), "number": "0"}
        year.post("kien", f"{address}muc/{case.pk}/", said | {"reason": REASON})
    year.post("kien", address, {"act": "freeze", "block": "districts"})
