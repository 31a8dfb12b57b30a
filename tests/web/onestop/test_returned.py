"""The last steps, and what must happen before them: alarms, the late apology, who took the result against which paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paroffice.onestop.actions import agencies, citizen, working
from paroffice.onestop.actions.outside import notice_of
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.clocks import clocks_of
from paroffice.onestop.duties import duties
from paroffice.onestop.models import Dossier, GivenBack, Outgoing, Task, What
from paroffice.onestop.queries.alarms import alarms_of
from paroffice.refused import NotVisible, Refused
from tests.web.breaking import refused_by
from tests.web.conftest import PAPER
from tests.web.onestop.conftest import MORNING, Shop, hanoi
from tests.web.onestop.test_citizens import drafted
from tests.web.onestop.test_dossiers import received, worked_on

AT = hanoi("2026-03-05 09:00")


def done(shop: Shop) -> Dossier:
    return working.finish(dossier=worked_on(shop), result="Giấy số 1", by=shop.tam, at=AT)


def test_a_result_goes_against_a_paper_and_the_originals_with_it(shop: Shop) -> None:
    one = done(shop)
    said = Return(way="authorised", to="Trần Văn Minh Họa", proof="Ủy quyền số 3", originals=[0, 1, 7])
    for wrong in (Return(way="authorised", to="A"), Return(way="post", to="A"), Return(way="online", to="A")):
        with pytest.raises(Refused):
            give_back(dossier=one, said=wrong, by=shop.thu, at=AT)
    with pytest.raises(NotVisible):
        give_back(dossier=one, said=Return(way="pigeon", to="A"), by=shop.thu, at=AT)

    give_back(dossier=one, said=said, by=shop.thu, at=AT)

    held = GivenBack.objects.get()
    assert (held.way, held.proof, held.originals) == ("authorised", "Ủy quyền số 3", ["Tờ khai"])
    page = shop.as_("thu").get(reverse("dossier", args=[one.pk])).content.decode()
    assert "Bản chính đã trả lại: Tờ khai" in page


def test_the_desk_returns_on_the_page(shop: Shop) -> None:
    one = done(shop)
    link, client = reverse("dossier", args=[one.pk]), shop.as_("thu")
    assert "Bản chính trả lại" in client.get(link).content.decode()

    client.post(link, {"act": "return", "way": "receipt", "to": "Nguyễn Văn Minh Họa", "original": ["0", "x"]})

    assert GivenBack.objects.get().originals == ["Tờ khai"]


def test_who_waits_is_told_where_a_result_lies_before_it_is_due(shop: Shop) -> None:
    told = notice_of(done(shop))

    assert told is not None
    assert "đã xử lý xong. Mời mang giấy tiếp nhận đến nhận tại" in str(told[1]["text"])


def test_alarms_stand_before_the_due_moment(shop: Shop) -> None:
    """Wednesday 4/3/2026, 8:10: moved on that day; more asked for by Monday 9/3; due on 11/3, so sorry by the 10th."""
    one = received(shop)

    found = [(str(alarm.says), alarm.by) for alarm in alarms_of(one, clocks_of(one, MORNING), MORNING)]

    assert found == [
        ("chuyển bộ phận giải quyết", hanoi("2026-03-04 17:30")),
        ("nếu chưa đủ điều kiện, yêu cầu bổ sung", hanoi("2026-03-09 17:30")),
        ("nếu sẽ chậm, xin lỗi và hẹn lại", hanoi("2026-03-10 23:59")),
    ]
    late = alarms_of(one, clocks_of(one, hanoi("2026-03-10 08:00")), hanoi("2026-03-10 08:00"))
    assert [alarm.missed for alarm in late] == [True, False]


def test_what_came_online_is_answered_in_eight_working_hours(shop: Shop) -> None:
    """From 8:10 on Wednesday: 3 hours 20 minutes before noon, 4 after, the rest on Thursday morning."""
    citizen.send(draft=drafted(shop), at=MORNING)

    waits = [one for one in duties(shop.thu, MORNING) if one.address.endswith("khay=new")]

    assert [one.until for one in waits] == [hanoi("2026-03-05 08:10")]


def test_who_is_late_still_says_sorry_and_stays_late(shop: Shop) -> None:
    one, due = worked_on(shop), hanoi("2026-03-20 17:00")
    said = {"dossier": one, "reason": "Chờ đo đạc", "by": shop.tam}
    with pytest.raises(Refused, match="còn hẹn lại được"):
        working.apologise(due=due, at=AT, **said)
    after = hanoi("2026-03-12 09:00")
    with pytest.raises(Refused):
        working.extend(due=due, at=after, **said)

    late = working.apologise(due=due, at=after, **said)

    letter = late.letters.get()
    assert (letter.what, letter.due, letter.due_before) == ("apology", due, hanoi("2026-03-11 17:30"))
    assert late.due_at == hanoi("2026-03-11 17:30")
    assert (
        working.finish(dossier=late, result="Giấy số 1", by=shop.tam, at=hanoi("2026-03-13 09:00")).timeliness
        == "late"
    )
    told = Outgoing.objects.filter(what=What.TEXT).values_list("payload", flat=True)
    assert any("Hẹn trả 17:00 20/03/2026" in one["text"] for one in told)


def test_a_fee_that_is_asked_for_is_put_to_the_payment_platform(shop: Shop) -> None:
    one = working.ask_payment(dossier=worked_on(shop), by=shop.tam, at=AT)

    asked = Outgoing.objects.get(what=What.PAYMENT)
    assert (asked.payload["MaHoSo"], asked.payload["SoTien"]) == (one.code, 8000)


def test_whatever_belongs_to_a_dossier_is_attached(shop: Shop) -> None:
    one = worked_on(shop)
    link, file = reverse("dossier", args=[one.pk]), SimpleUploadedFile("bien-ban.pdf", PAPER)

    assert shop.as_("tam").post(link, {"act": "attach", "file": file}).status_code == 302

    assert [paper.what for paper in one.papers.all()] == ["other"]
    assert shop.as_("tam").post(link, {"act": "attach"}).status_code == 409
    assert shop.as_("hoa").post(link, {"act": "attach"}).status_code == 404


def test_each_agency_has_its_own_deadline_and_lateness_goes_to_the_head(shop: Shop) -> None:
    one = worked_on(shop, hanoi("2026-03-04 08:10"))
    client, link = shop.as_("tam"), reverse("dossier", args=[one.pk])
    shares = [
        agencies.Share(agency=shop.there, content="Đo", due=hanoi("2026-03-05 17:00"), lead=True),
        agencies.Share(agency=shop.here, content="Soát", due=hanoi("2026-03-06 17:00")),
    ]
    agencies.share_out(dossier=one, shares=shares, by=shop.tam, at=AT)
    agencies.ask_opinion(
        dossier=one, agency=shop.there, content="?", due=hanoi("2026-03-05 10:00"), by=shop.tam, at=AT
    )
    client.get(link)

    page = shop.as_("van").get(reverse("late-agencies")).content.decode()

    assert page.count("Xã Tây, ") == 2
    assert [duty.title for duty in duties(shop.van, hanoi("2026-03-09 08:00"))].count(
        "Cơ quan phối hợp trả lời chậm"
    ) == 1
    assert shop.as_("thu").get(reverse("late-agencies")).status_code == 404


def test_the_form_gives_each_agency_its_moment(shop: Shop) -> None:
    one = worked_on(shop)
    posted = {
        "act": "ask_agencies", "kind": "in_turn", "due": "2099-03-05T17:00", "agency": ["tay", "", "dong"],
        "content": ["Đo", "", "Soát"], "by": ["", "", "2099-03-09T17:00"],
    }  # fmt: skip

    shop.as_("tam").post(reverse("dossier", args=[one.pk]), posted)

    told = Task.objects.order_by("turn").values_list("agency__code", "turn", "lead", "content", "due_at")
    assert list(told) == [
        ("tay", 1, True, "Đo", hanoi("2099-03-05 17:00")),
        ("dong", 2, False, "Soát", hanoi("2099-03-09 17:00")),
    ]


@pytest.mark.parametrize(
    ("change", "name"),
    [({"to": ""}, "given_back_to_somebody"), ({"way": "post", "proof": ""}, "given_back_against_a_paper")],
)
def test_the_database_keeps_no_return_that_cannot_be(shop: Shop, change: dict[str, str], name: str) -> None:
    give_back(dossier=done(shop), said=Return(way="receipt", to="A"), by=shop.thu, at=AT)

    with refused_by(GivenBack, name):
        GivenBack.objects.update(**change)


def test_a_result_that_was_refused_leaves_no_paper_for_the_applicant(shop: Shop) -> None:
    """Sent a second time, with another file: the first is the result."""
    one = worked_on(shop)
    link, said = reverse("dossier", args=[one.pk]), {"act": "finish", "result": "Giấy"}
    for number, status in ((1, 302), (2, 409)):
        file = SimpleUploadedFile(f"ket-qua-{number}.pdf", PAPER)
        assert shop.as_("tam").post(link, said | {"file": file}).status_code == status

    assert [paper.name for paper in one.papers.filter(what="result")] == ["ket-qua-1.pdf"]
