"""Units through time: merged, split, renamed, ended; and what an old one still tells."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from paroffice.people import actions
from paroffice.people.actions.units import NewUnit
from paroffice.people.models import Grant, Intake, Role, Succession, Unit
from paroffice.people.policy import may
from paroffice.people.queries import ancestors, descendants, holding_words, units_on
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

DAY, EVE = date(2025, 7, 1), date(2025, 6, 30)
"""Districts ended and communes merged on 1 July 2025."""
PAPER = "Nghị quyết minh họa"


def new(code: str, name: str = "Xã Mới") -> NewUnit:
    return NewUnit(code=code, name=name, block="communes")


def commune(code: str, name: str = "") -> Unit:
    return Unit.objects.create(code=code, name=name or f"Xã {code.upper()}", block="communes")


def merged(cast: Cast, *codes: str, into: str = "ab") -> Unit:
    units = [Unit.objects.filter(code=code).first() or commune(code) for code in codes]
    return actions.merge(predecessors=units, heir=new(into), on=DAY, decision=PAPER, by=cast.dung, at=NOON)


def test_merged_units_end_on_the_eve_and_their_heir_begins(cast: Cast) -> None:
    heir = merged(cast, "a", "b")

    assert heir.starts_on == DAY
    assert {unit.ends_on for unit in Unit.objects.filter(code__in="ab")} == {EVE}
    assert [step.unit.code for step in ancestors(heir)] == ["a", "b"]
    deed = Entry.objects.get(act="units.merge")
    assert deed.after is not None
    assert deed.after["predecessors"] == ["a", "b"]
    assert deed.after["decision"] == PAPER


def test_a_unit_can_take_in_another_and_go_on(cast: Cast) -> None:
    big, small = commune("big"), commune("small")

    actions.merge(predecessors=[big, small], heir=big, on=DAY, decision=PAPER, by=cast.dung, at=NOON)

    big.refresh_from_db()
    small.refresh_from_db()
    assert (big.ends_on, small.ends_on) == (None, EVE)
    assert [step.unit for step in ancestors(big)] == [small]


def test_a_lineage_is_told_over_generations_and_once(cast: Cast) -> None:
    merged(cast, "a", "b")
    later = date(2030, 1, 1)
    last = actions.merge(
        predecessors=[Unit.objects.get(code="ab"), commune("c")],
        heir=new("abc"), on=later, decision=PAPER, by=cast.dung, at=NOON,
    )  # fmt: skip

    assert [(step.depth, step.unit.code) for step in ancestors(last)] == [(1, "c"), (1, "ab"), (2, "a"), (2, "b")]
    assert [step.unit.code for step in descendants(Unit.objects.get(code="a"))] == ["ab", "abc"]


def test_a_split_unit_ends_or_goes_on_with_what_is_left(cast: Cast) -> None:
    ending, staying = commune("x"), commune("y")

    actions.split(
        unit=ending, heirs=[new("x1"), new("x2")], goes_on=False, on=DAY, decision=PAPER, by=cast.dung, at=NOON
    )
    actions.split(unit=staying, heirs=[new("y1")], goes_on=True, on=DAY, decision=PAPER, by=cast.dung, at=NOON)

    ending.refresh_from_db()
    staying.refresh_from_db()
    assert (ending.ends_on, staying.ends_on) == (EVE, None)
    assert [step.unit.code for step in descendants(staying)] == ["y1"]


def test_a_renamed_unit_keeps_its_old_name_in_old_rounds_and_its_people(cast: Cast) -> None:
    heir = actions.rename(unit=cast.here, new=new("moi", "Huyện Mới"), on=date(2026, 11, 1), decision=PAPER, by=cast.dung, at=NOON)  # fmt: skip

    cast.here.refresh_from_db()
    assert cast.here.name == "Huyện Đây"
    assert may(cast.an, "assessments.answer", heir, NOON)
    assert may(cast.an, "assessments.see", cast.here, NOON), "the old sheets stay readable"
    assert cast.as_("an").get(reverse("sheet", args=[cast.sheet.pk])).status_code == 200


def test_a_unit_that_ended_long_ago_has_its_page(cast: Cast) -> None:
    old = merged(cast, "a", "b")
    Unit.objects.filter(code="a").update(name="Huyện năm 2018")

    page = cast.as_("an").get(reverse("unit", args=["a"])).content.decode()

    assert "Huyện năm 2018" in page
    assert "đến hết 30/06/2025" in page
    assert old.name in page
    assert "Hình thành từ" in cast.as_("an").get(reverse("unit", args=["ab"])).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": " "},
        {"on": date(2024, 1, 1)},
        {"heir": new("here")},
        {"heir": new("Có dấu")},
        {"heir": new("ok", "")},
        {"predecessors": []},
    ],
)
def test_a_merger_that_cannot_be_changes_nothing(cast: Cast, wrong: dict[str, object]) -> None:
    units = [Unit.objects.create(code=code, name=code, block="b", starts_on=date(2025, 1, 1)) for code in "ab"]
    given = {"predecessors": units, "heir": new("ab"), "on": DAY, "decision": PAPER} | wrong

    with pytest.raises(Refused):
        actions.merge(by=cast.dung, at=NOON, **given)  # type: ignore[arg-type]

    assert not Succession.objects.exists()
    assert not Unit.objects.filter(ends_on__isnull=False).exists()
    assert not Unit.objects.filter(code="ab").exists()


def test_an_ended_unit_does_not_end_again(cast: Cast) -> None:
    merged(cast, "a", "b")

    with pytest.raises(Refused, match="đã kết thúc"):
        actions.end_unit(unit=Unit.objects.get(code="a"), on=DAY, decision=PAPER, by=cast.dung, at=NOON)


@pytest.mark.parametrize("who", ["an", "chi", "auditor"])
def test_only_the_round_office_and_administrators_change_units(cast: Cast, who: str) -> None:
    person = getattr(cast, who)

    with pytest.raises(Refused):
        actions.add_unit(new=new("x"), starts_on=None, by=person, at=NOON)
    assert cast.as_(who).post(reverse("unit-change", args=["here"]), {"act": "end"}).status_code == 404


def test_a_mistake_is_mended_and_the_trail_tells_what_stood(cast: Cast) -> None:
    office = cast.as_("dung")

    office.post(reverse("unit-change", args=["here"]), {"act": "mend", "name": "Huyện Đẩy", "block": "units"})

    deed = Entry.objects.get(act="units.change")
    assert deed.before is not None
    assert deed.before["name"] == "Huyện Đây"
    assert Unit.objects.get(code="here").sought == "huyen day here"


@pytest.mark.parametrize(
    ("act", "posted", "then"),
    [
        ("merge", {"others": "there", "code": "both", "name": "Cả hai", "block": "units"}, {"here", "there"}),
        ("split", {"heirs": "one; Một\ntwo; Hai"}, {"here"}),
        ("rename", {"code": "newer", "name": "Tên mới"}, {"here"}),
        ("end", {}, {"here"}),
    ],
)
def test_the_page_does_each_change(cast: Cast, act: str, posted: dict[str, str], then: set[str]) -> None:
    day = {"on": "2026-11-02", "decision": PAPER}

    answer = cast.as_("dung").post(reverse("unit-change", args=["here"]), {"act": act} | posted | day)

    assert answer.status_code == 302
    assert {unit.code for unit in Unit.objects.filter(ends_on__isnull=False)} == then


@pytest.mark.parametrize("posted", [{"act": "fly"}, {"act": "end"}, {"act": "end", "on": "x", "decision": "d"}, {"act": "split", "on": "2026-11-02", "decision": "d", "heirs": "nameless\nb; B"}, {"act": "merge", "on": "2026-11-02", "decision": "d", "others": "<b>", "code": "x"}, {"act": "rename", "on": "9999-99-99", "decision": "d"}])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(cast: Cast, posted: dict[str, str]) -> None:
    answer = cast.as_("dung").post(reverse("unit-change", args=["here"]), posted)

    assert answer.status_code in (404, 409)
    assert not Unit.objects.filter(ends_on__isnull=False).exists()


def test_a_list_is_of_its_day(cast: Cast) -> None:
    merged(cast, "a", "b")

    before, after = units_on(EVE), units_on(DAY)

    assert {unit.code for unit in before} == {"here", "there", "a", "b"}
    assert {unit.code for unit in after} == {"here", "there", "ab"}
    page = cast.as_("an").get(reverse("units"), {"ngay": "2025-06-30"}).content.decode()
    assert "Xã A" in page
    assert "Xã Mới" not in page


def test_a_search_needs_no_marks(cast: Cast) -> None:
    Unit.objects.create(code="dd", name="Xã Đồng Đội", block="x")

    for sought in ("dong doi", "ĐỒNG", "doi xa", "dd"):
        assert [unit.code for unit in holding_words(Unit.objects.all(), sought)] == ["dd"]
    assert not holding_words(Unit.objects.all(), "khong co")


def test_the_database_keeps_what_must_be_true(cast: Cast) -> None:
    own = Grant.objects.get(person=cast.an)
    loose = {"person": cast.ly, "role": Role.UNIT_OFFICER, "unit": cast.here, "starts_on": DAY, "ends_on": DAY}
    later = {"rows": {}, "standing": "", "file_name": "", "made_by": cast.dung, "made_at": NOON}
    broken = [
        lambda: Succession.objects.create(predecessor=cast.here, heir=cast.here, on=DAY, decision="x"),
        lambda: Grant.objects.create(delegated_by=cast.an, **loose),  # grant_delegated_from_a_grant
        lambda: Grant.objects.create(delegated_from=own, **loose),
        lambda: Intake.objects.create(kind="other", **later),  # intake_kind_is_known
        lambda: Intake.objects.create(kind="units", applied_at=NOON.replace(year=2020), **later),
        lambda: (
            type(cast.an).objects.create_user("x", full_name="X", email="Same@example.org")
            and type(cast.an).objects.create_user("y", full_name="Y", email="same@example.org")
        ),  # person_email_once
    ]

    for breaks in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            breaks()


def test_who_may_not_see_units_is_told_nothing(cast: Cast) -> None:
    from tests.web.conftest import person

    citizen = person("dan", Role.CITIZEN)

    with pytest.raises(NotVisible):
        actions.add_unit(new=new("x"), starts_on=None, by=citizen, at=NOON)
