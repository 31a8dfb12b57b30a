"""The trail as it is read: found by any of its sides, a page at a time, with people named until they are erased."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from parindex.sheet.cells import Raw
from paroffice import desk
from paroffice.assessments.actions import answer
from paroffice.desk.actions import erase
from paroffice.desk.acts import ACTS
from paroffice.desk.deeds import Change, told, wanted
from paroffice.people.actions import close
from paroffice.people.models import IntakeKind, Person
from paroffice.people.policy import RIGHTS
from paroffice.refused import NotVisible, Refused
from paroffice.trail.actions import leave, pseudonym_of
from paroffice.trail.models import Entry
from paroffice.trail.queries import all_breaks
from tests.web.conftest import NOON, Cast

DAY = timedelta(days=1)


@pytest.fixture
def told_of(cast: Cast) -> Cast:
    """Two answers of An's to one item, one of Bình's the day after."""
    for edits, figure in enumerate(("3", "4")):
        answer(
            assessment=cast.sheet, code="1.3", raw=Raw("answered", figure), note="", edits=edits, by=cast.an, at=NOON
        )
    answer(
        assessment=cast.other_sheet, code="1.1", raw=Raw("answered", "som"), note="", edits=0, by=cast.binh,
        at=NOON + DAY,
    )  # fmt: skip
    return cast


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ({"who": "an"}, 2),
        ({"who": "An"}, 2),  # as he is called
        ({"who": "binh"}, 1),
        ({"who": "chi"}, 0),
        ({"act": "assessments.answer"}, 3),
        ({"act": "assessments.answer", "who": "binh"}, 1),
        ({"stream": "round:1:assessments", "act": "assessments.answer"}, 3),
        ({"since": "2026-11-03", "act": "assessments.answer"}, 1),
        ({"until": "2026-11-02", "act": "assessments.answer"}, 2),
        ({"since": "2026-11-03", "until": "2026-11-03", "who": "binh"}, 1),
    ],
)
def test_deeds_are_found_by_any_of_their_sides(told_of: Cast, asked: dict[str, str], acts: int) -> None:
    if "stream" in asked:
        asked = asked | {"stream": f"round:{told_of.round.pk}:assessments"}

    assert wanted(asked).count() == acts


def test_deeds_are_found_by_their_object_and_what_belongs_to_it(told_of: Cast) -> None:
    assert wanted({"what": f"assessment:{told_of.sheet.pk}:1.3"}).count() == 2
    assert wanted({"what": f"assessment:{told_of.sheet.pk}", "act": "assessments.answer"}).count() == 2
    assert wanted({"what": "assessment:99"}).count() == 0


def test_before_and_after_stand_side_by_side(told_of: Cast) -> None:
    deed = told(wanted({"who": "an"}))[0]

    assert deed.who == "An"
    assert deed.act == "trả lời một mục"
    assert deed.changes == [Change(name="trả lời", before="3", after="4")]


@pytest.mark.parametrize("asked", [{"since": "hôm qua"}, {"until": "2026-13-45"}, {"since": "0001-01-01"}])
def test_a_date_that_is_none_is_refused_with_a_sentence(told_of: Cast, asked: dict[str, str]) -> None:
    response = told_of.as_("dung").get(reverse("trail"), asked)

    assert response.status_code == 409
    assert "không phải ngày" in response.content.decode()


def test_a_whole_trail_is_said_to_be_whole_and_a_touched_one_not(told_of: Cast) -> None:
    client = told_of.as_("auditor")
    assert "Nhật ký nguyên vẹn." in client.get(reverse("trail-verify")).content.decode()

    Entry.objects.filter(act="assessments.answer", stream__endswith=":there").update(by="an")

    page = client.get(reverse("trail-verify")).content.decode()
    assert "không còn nguyên vẹn" in page
    assert "đã bị sửa" in page


def test_html_in_a_deed_stays_text(cast: Cast) -> None:
    leave(stream="<b>", act="<b>", subject="<b>", by=None, at=NOON, before={"<b>": "<b>"}, after={"<b>": "<script>"})

    page = cast.as_("dung").get(reverse("trail")).content.decode()

    assert "<script>" not in page
    assert "<b>&" not in page
    assert "&lt;script&gt;" in page


# Erasing


def closed(cast: Cast) -> Person:
    close(person=cast.an, by=cast.administrator, at=NOON)
    return cast.an


def test_who_was_erased_is_named_nowhere_and_what_they_did_stays(told_of: Cast) -> None:
    mark = pseudonym_of("an")
    closed(told_of)

    erase(person=told_of.an, reason="Đơn ngày 1/11", by=told_of.administrator, at=NOON)

    deeds = told(Entry.objects.filter(by=mark))
    assert [deed.who for deed in deeds] == [f"đã xóa tên ({mark[:8]}…)"] * 2
    left = Person.objects.get(pk=told_of.an.pk)
    assert (left.username, left.full_name, left.email) == (f"xoa-ten-{left.pk}", "", "")
    assert not left.has_usable_password()
    assert list(all_breaks([])) == []
    assert Entry.objects.get(act="people.erase").subject == f"person:{mark}"
    assert not Client().login(username="an", password="mật khẩu dài")


def test_an_account_in_use_is_not_erased_and_nobody_without_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="còn đang dùng"):
        erase(person=cast.an, reason="x", by=cast.administrator, at=NOON)
    with pytest.raises(Refused, match="phải có lý do"):
        erase(person=closed(cast), reason="  ", by=cast.administrator, at=NOON)


@pytest.mark.parametrize("who", ["an", "dung", "chi", "auditor"])
def test_only_the_administrator_erases(cast: Cast, who: str) -> None:
    with pytest.raises(NotVisible):
        erase(person=closed(cast), reason="x", by=getattr(cast, who), at=NOON)


def test_erasing_is_done_on_its_page(cast: Cast) -> None:
    client, address = cast.as_("administrator"), reverse("erase", args=[closed(cast).pk])
    assert "Không khôi phục được" in client.get(address).content.decode()

    assert client.post(address, {"reason": "Đơn"}).status_code == 302

    assert Person.objects.get(pk=cast.an.pk).full_name == ""
    assert client.get(reverse("erase", args=[999])).status_code == 404


def test_every_deed_of_the_office_has_a_name() -> None:
    """An act is named in an `actions` module and is no right alone; those that are put together stand below."""
    office = Path(desk.__file__).parents[1]
    modules = [path for path in office.rglob("*.py") if path.stem == "actions" or path.parent.name == "actions"]
    said = {name for path in modules for name in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))}
    rooms = {path.name for path in office.iterdir() if path.is_dir()} | {"units", "procedures"}

    acts = {name for name in said - RIGHTS.keys() if name.partition(".")[0] in rooms}
    settled = "".join(path.read_text(encoding="utf-8") for path in modules if "onestop" in path.parts)
    acts |= {f"onestop.{act}" for act in re.findall(r'settle\(\w+, "(\w+)"', settled)}
    acts |= {f"people.{what}_factor" for what in ("add", "remove", "reset")}
    acts |= {f"{kind}.bring_in" for kind in IntakeKind.values}
    acts |= {f"appraisals.rule.{ledger}" for ledger in ("appraised", "after_reply", "final")}

    assert acts - ACTS.keys() == set(), "say what they are called in desk/acts.py"


def test_a_deed_and_its_values_are_told_in_the_readers_words(told_of: Cast) -> None:
    page = told_of.as_("dung").get(reverse("trail"), {"who": "binh"}).content.decode()

    assert "trả lời một mục" in page
    assert "<dt>tình trạng</dt><dd>có trả lời</dd>" in page
    assert "assessments.answer" not in re.sub(r'value="[^"]*"', "", page)
