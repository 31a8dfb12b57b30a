"""Rulings are found by the words of their reason, by the group at any time, by a unit once the ledger is its to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.sheet.cells import Raw
from paroffice.appraisals.actions import councils, replies, rulings, steps
from paroffice.appraisals.search import search
from paroffice.desk.search import found
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, NONE, Group, rule_all
from tests.web.appraisals.test_duties import ANSWERING, CUT, REPLYING


@pytest.fixture
def ruled(group: Group) -> Group:
    """Both units' items ruled, one of each for a reason of its own."""
    for one, reason in ((group.here, "Chỉ thấy tám mươi nhiệm vụ."), (group.there, "Sổ giao việc thiếu trang.")):
        grounds = rulings.Grounds(reason=reason, differs_because="Hai sổ khác nhau.")
        said = {"raw": CUT["1.2"], "grounds": grounds, "number": 0, "by": group.chi, "at": APPRAISING}
        rulings.rule(appraisal=one, code="1.2", **said)
    return group


def addresses(group: Group, who: str, words: str) -> list[str]:
    person = getattr(group, who, None) or getattr(group.cast, who)
    return [hit.address for hit in found(person, words, APPRAISING)]


@pytest.mark.parametrize("who", ["chi", "hoa", "son", "kien", "dung", "auditor"])
def test_the_group_finds_a_ruling_by_words_without_accents(ruled: Group, who: str) -> None:
    link = reverse("appraise", args=[ruled.cast.round.pk, "1.2", "here"])

    assert addresses(ruled, who, "tam muoi nhiem vu") == [link]
    assert addresses(ruled, who, "tam muoi quyen so") == []


@pytest.mark.parametrize("who", ["an", "ly", "binh", "mai", "administrator"])
def test_before_the_unit_is_told_nobody_else_finds_it(ruled: Group, who: str) -> None:
    assert addresses(ruled, who, "tam muoi nhiem vu") == []


def test_a_told_unit_finds_its_own_and_no_others(ruled: Group) -> None:
    tell(ruled)

    assert addresses(ruled, "an", "tam muoi") == [reverse("reply", args=[ruled.here.assessment_id, "1.2"])]
    assert addresses(ruled, "binh", "tam muoi") == addresses(ruled, "mai", "tam muoi") == []
    assert addresses(ruled, "an", "giao viec") == []


def tell(group: Group) -> None:
    """The other items as claimed, then Huyện Đây is told."""
    for code in ("1.1", "1.3", "1.4", "2.1", "3.1"):
        rulings.rule(
            appraisal=group.here, code=code, raw=CLAIMS.get(code, NONE), grounds=rulings.Grounds(reason="Đúng."),
            number=0, by=group.chi, at=APPRAISING,
        )  # fmt: skip
    steps.tell(appraisal=group.here, by=group.son, at=APPRAISING)
    group.here.refresh_from_db()


def test_an_answer_is_the_units_to_read_once_it_is_settled_and_a_decision_once_frozen(group: Group) -> None:
    for one in (group.here, group.there):
        rule_all(group, one, CUT)
        steps.tell(appraisal=one, by=group.son, at=APPRAISING)
    replies.reply(
        appraisal=group.here, code="1.2", agrees=False, text="Phụ lục.", edits=0, by=group.cast.an, at=REPLYING
    )
    answered = rulings.Grounds(reason="Phụ lục không chữ ký.")
    rulings.rule(
        appraisal=group.here, code="1.2", raw=CUT["1.2"], grounds=answered, number=0, by=group.chi, at=ANSWERING
    )
    assert addresses(group, "an", "khong chu ky") == []
    for one in (group.here, group.there):
        steps.settle(appraisal=one, by=group.son, at=ANSWERING)
    assert addresses(group, "an", "khong chu ky") != []

    decide(group, "Hội đồng công nhận bản gốc.")
    assert addresses(group, "an", "ban goc") == []
    councils.freeze_block(round_=group.cast.round, block="units", by=group.kien, at=ANSWERING)
    assert addresses(group, "an", "ban goc") != []


def decide(group: Group, reason: str) -> None:
    case = councils.bring_case(appraisal=group.here, item="1.2", question="?", by=group.son, at=ANSWERING)
    meeting = councils.call_meeting(
        round_=group.cast.round, on=ANSWERING.date(), agenda="1.2", by=group.kien, at=ANSWERING
    )
    councils.decide(
        case=case, meeting=meeting, raw=Raw("answered", "", "95", "100"), grounds=rulings.Grounds(reason=reason),
        number=0, by=group.kien, at=ANSWERING,
    )  # fmt: skip


def test_many_rulings_add_no_queries(ruled: Group) -> None:
    with CaptureQueriesContext(connection) as few:
        list(search(ruled.chi, "tam muoi", APPRAISING))
    tell(ruled)
    with CaptureQueriesContext(connection) as many:
        assert len(list(search(ruled.chi, "", APPRAISING))) == 7

    assert len(many) == len(few) <= 3
