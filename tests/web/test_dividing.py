"""Dividing the work on a sheet: parts go to colleagues of the unit, headings with all that stands below them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from paroffice.assessments import actions
from paroffice.assessments.models import Assignment
from paroffice.assessments.queries import assigned_to, sheet_of
from paroffice.assessments.queries.work import narrowed
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.test_assessments import ALL, fill, save, submit
from tests.web.test_screens import now_open as now_open


def divide(cast: Cast, shares: dict[str, Person | None], *, by: str = "ly") -> list[Assignment]:
    return actions.divide(assessment=cast.sheet, shares=shares, by=getattr(cast, by), at=NOON)


def responsible(cast: Cast, code: str) -> Person | None:
    line = sheet_of(cast.sheet).line(code)
    assert line is not None
    return line.person


def test_a_field_goes_to_a_colleague_and_an_item_of_it_to_another(cast: Cast) -> None:
    divide(cast, {"1": cast.an, "1.3": cast.ly})

    assert [responsible(cast, code) for code in ("1.1", "1.3", "2.1")] == [cast.an, cast.ly, None]
    deed = Entry.objects.filter(act="assessments.divide").first()
    assert deed is not None
    assert (deed.by, deed.after) == (pseudonym_of("ly"), {"person": pseudonym_of("an")})


def test_what_is_given_anew_ends_what_was_given_before(cast: Cast) -> None:
    divide(cast, {"1": cast.an})

    divide(cast, {"1": cast.ly})
    assert divide(cast, {"1": cast.ly}) == []
    divide(cast, {"1": None}, by="an")

    assert responsible(cast, "1.1") is None
    assert Assignment.objects.filter(ended_at__isnull=False).count() == 2


def test_a_person_s_portion_is_what_waits_for_them(cast: Cast) -> None:
    divide(cast, {"1": cast.an, "1.3": cast.ly})
    save(cast, "1.2", ALL["1.2"])

    [portion] = assigned_to(cast.an)

    assert [line.item.code for line in portion.lines] == ["1.1", "1.2", "1.4"]
    assert [line.item.code for line in portion.waiting] == ["1.1", "1.4"]
    assert assigned_to(cast.binh) == []


def test_a_sheet_handed_over_asks_nothing_more_of_anybody(cast: Cast) -> None:
    divide(cast, {"1": cast.an})
    fill(cast)
    submit(cast)

    assert assigned_to(cast.an) == []
    with pytest.raises(Refused, match="được khóa"):
        divide(cast, {"1": cast.ly})


def test_only_a_colleague_of_the_unit_is_given_something(cast: Cast) -> None:
    for stranger in (cast.binh, cast.chi):
        with pytest.raises(Refused, match="không phải là người trả lời"):
            divide(cast, {"1": stranger})


@pytest.mark.parametrize(("who", "refusal"), [("binh", NotVisible), ("chi", Refused), ("dung", Refused)])
def test_only_the_unit_divides_its_work(cast: Cast, who: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        divide(cast, {"1": cast.an}, by=who)


def test_a_part_that_the_law_does_not_have_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        divide(cast, {"9": cast.an})


@pytest.mark.parametrize("breach", [{"part": "1"}, {"part": "2", "ended_at": NOON.replace(year=2020)}])
def test_the_database_itself_refuses_an_assignment_that_cannot_be(cast: Cast, breach: dict[str, object]) -> None:
    divide(cast, {"1": cast.an})
    held = {"assessment": cast.sheet, "person": cast.ly, "given_by": cast.ly, "given_at": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**held | breach)


def test_the_list_is_narrowed_to_what_is_missing_mine_or_named(cast: Cast) -> None:
    divide(cast, {"1.3": cast.ly})
    save(cast, "1.2", ALL["1.2"])
    sheet = sheet_of(cast.sheet)

    def codes(**asked: object) -> list[str]:
        found = narrowed(sheet, **{"by": "", "said": "", "person": cast.ly} | asked)  # type: ignore[arg-type]
        return [line.item.code for _, lines in found for line in lines]

    assert codes(by="cua-toi") == ["1.3"]
    assert codes(by="thieu") == ["1.1", "1.3", "1.4", "2.1"]
    assert codes(said="ke hoach") == ["1.1"]
    assert codes(said="ĐÀO TẠO") == codes(said="dao tao") == ["1.4"]


def test_the_page_divides_and_says_who_is_responsible(now_open: Cast) -> None:
    client, link = now_open.as_("an"), reverse("divide", args=[now_open.sheet.pk])

    done = client.post(link, {"part-1": str(now_open.ly.pk), "part-1.3": str(now_open.an.pk), "part-1.2": ""})

    assert done.status_code == 302
    page = client.get(reverse("sheet", args=[now_open.sheet.pk]) + "?loc=cua-toi").content.decode()
    assert "1.3 Tuyên truyền" in page
    assert "1.1 Kế hoạch" not in page
    assert client.post(link, {"part-1": str(now_open.binh.pk)}).status_code == 404
    assert client.post(link, {"part-x": ""}).status_code == 404
