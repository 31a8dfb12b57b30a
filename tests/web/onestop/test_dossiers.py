"""A dossier's life: the four outcomes, codes without gaps, both clocks from raw events, what the rules forbid."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from parindex.onestop.clocks.legal import Irregularity
from paroffice.onestop.actions import agencies, desk, working
from paroffice.onestop.actions.common import calendar_of, law_now
from paroffice.onestop.actions.counting import close_year
from paroffice.onestop.actions.desk import Said
from paroffice.onestop.actions.events import settle
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.clocks import clocks_of
from paroffice.onestop.models import Channel, Dossier, Handover, Happened, Letter, State, Task, Timeliness, Tray
from paroffice.onestop.queries.dossiers import by_step, degree, ends_soon, standing_of, visible_to, where_time_went
from paroffice.onestop.workflow import NEXT, may_follow
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.conftest import PAPER
from tests.web.onestop.conftest import MORNING, Shop, hanoi

WHOLE = Said(applicant="Nguyễn Văn Minh Họa", id_number="000000000001", phone="0900", ways=["paper", ""])


def taken(shop: Shop, at: datetime = MORNING, said: Said = WHOLE) -> Dossier:
    return desk.take_in(unit=shop.here, version=shop.procedure, channel=Channel.DIRECT, said=said, by=shop.thu, at=at)


def received(shop: Shop, at: datetime = MORNING) -> Dossier:
    return desk.receive(dossier=taken(shop, at), by=shop.thu, at=at)


def worked_on(shop: Shop, at: datetime = MORNING) -> Dossier:
    one = received(shop, at)
    working.hand_on(dossier=one, department="Phòng A", holder=shop.tam, by=shop.thu, at=at)
    return Dossier.objects.get(pk=one.pk)


def test_a_complete_dossier_is_given_code_number_and_due_moment(shop: Shop) -> None:
    """Wednesday 4/3/2026, five working days: Wednesday 11/3, when the office closes."""
    one = received(shop)

    assert one.code == "G09.20-20260304-0000001"
    assert (one.year, one.number) == (2026, 1)
    assert one.due_at == hanoi("2026-03-11 17:30")
    assert (one.state, one.tray) == (State.RECEIVED, Tray.WORKING)
    assert (one.regime, one.calendar) == ("nd-367-2025", "minh-hoa")


def test_numbers_follow_each_other_and_each_unit_counts_alone(shop: Shop) -> None:
    codes = [received(shop, MORNING + timedelta(minutes=n)).code for n in range(3)]
    nextday = received(shop, MORNING + timedelta(days=1))
    there = desk.take_in(
        unit=shop.there, version=shop.procedure, channel=Channel.POST, said=WHOLE, by=shop.hoa, at=MORNING
    )
    there = desk.receive(dossier=there, by=shop.hoa, at=MORNING)

    assert [code[-7:] for code in codes] == ["0000001", "0000002", "0000003"]
    assert (nextday.code, nextday.number) == ("G09.20-20260305-0000001", 4)
    assert (there.code, there.number) == ("G09.21-20260304-0000001", 1)


def test_a_refused_reception_loses_no_number(shop: Shop) -> None:
    with pytest.raises(Refused):
        desk.receive(dossier=taken(shop, said=Said(applicant="A", ways=["", ""])), by=shop.thu, at=MORNING)

    assert received(shop).number == 1


def test_incomplete_it_is_asked_for_once_and_received_when_the_rest_comes(shop: Shop) -> None:
    one = taken(shop, said=Said(applicant="A"))
    one = desk.ask_for_more(dossier=one, reason="Thiếu", items=["Tờ khai"], by=shop.thu, at=MORNING)
    assert (one.state, one.code, one.tray) == (State.TO_SUPPLEMENT, None, Tray.WAITING)

    later = hanoi("2026-03-06 09:00")
    one = desk.tick(dossier=one, said=WHOLE, by=shop.thu, at=later)
    one = desk.receive(dossier=one, by=shop.thu, at=later)

    kinds = list(one.events.values_list("kind", flat=True))
    assert kinds == ["supplement_requested", "supplement_completed", "received"]
    assert one.due_at == hanoi("2026-03-13 17:30")
    assert one.letters.get().what == "supplement"


def test_refused_at_the_desk_it_has_a_letter_and_no_code(shop: Shop) -> None:
    with pytest.raises(Refused):
        desk.refuse(dossier=taken(shop), reason=" ", by=shop.thu, at=MORNING)
    one = desk.refuse(dossier=taken(shop), reason="Không thuộc thẩm quyền", by=shop.thu, at=MORNING)

    assert (one.state, one.code, one.tray) == (State.NOT_RECEIVED, None, Tray.OVER)
    assert one.letters.get().what == "refusal"


def test_an_instant_result_needs_no_receipt_and_is_recorded_all_the_same(shop: Shop) -> None:
    one = desk.settle_on_the_spot(dossier=taken(shop), result="Bản sao số 1", by=shop.thu, at=MORNING)

    assert (one.state, one.number, one.timeliness) == (State.RETURNED, 1, Timeliness.EARLY)
    assert list(one.events.values_list("kind", flat=True)) == ["received", "finished", "returned"]


def test_two_clocks_one_restarts_the_other_subtracts(shop: Shop) -> None:
    """Dossier DM-002 of examples/mot-cua-minh-hoa, as docs/method/one-stop.md shows it."""
    one = worked_on(shop)
    desk.ask_for_more(dossier=one, reason="Thiếu", items=["A"], by=shop.tam, at=hanoi("2026-03-05 10:00"))
    working.complete(dossier=one, by=shop.thu, at=hanoi("2026-03-09 08:30"))
    one = working.finish(dossier=one, result="Giấy số 1", by=shop.tam, at=hanoi("2026-03-13 16:00"))

    legal, index = clocks_of(one, hanoi("2026-03-13 16:00")) or (None, None)

    assert legal is not None
    assert index is not None
    assert legal.due == one.due_at == hanoi("2026-03-16 17:30")
    assert one.timeliness == Timeliness.EARLY
    assert index.due == hanoi("2026-03-13 16:00")
    assert index.on_time
    assert (one.office_minutes, one.applicant_minutes) == (index.used.total_seconds() // 60, 14.5 * 60)


def test_a_second_request_needs_the_heads_reason_and_is_late_in_the_index(shop: Shop) -> None:
    one = worked_on(shop)
    desk.ask_for_more(dossier=one, reason="Thiếu", items=["A"], by=shop.tam, at=hanoi("2026-03-05 10:00"))
    working.complete(dossier=one, by=shop.thu, at=hanoi("2026-03-06 08:00"))
    at, again = hanoi("2026-03-06 09:00"), {"dossier": one, "reason": "Thiếu nữa", "items": ["B"]}
    with pytest.raises(Refused):
        desk.ask_for_more(**again, override="cần", by=shop.tam, at=at)
    with pytest.raises(Refused):
        desk.ask_for_more(**again, by=shop.van, at=at)
    one = desk.ask_for_more(**again, override="Sót khi hướng dẫn", by=shop.van, at=at)
    working.complete(dossier=one, by=shop.thu, at=hanoi("2026-03-06 10:00"))

    legal, index = clocks_of(one, hanoi("2026-03-06 10:00")) or (None, None)

    assert one.supplements == 2
    assert index is not None
    assert not index.on_time
    assert legal is not None
    assert [one.what for one in legal.irregular] == [Irregularity.SUPPLEMENT_ASKED_AGAIN]
    assert one.letters.last().overridden_for == "Sót khi hướng dẫn"


def test_an_apology_comes_a_day_ahead_and_once(shop: Shop) -> None:
    one, new_due = worked_on(shop), hanoi("2026-03-13 17:30")
    with pytest.raises(Refused):
        working.extend(dossier=one, due=new_due, reason="Chậm", by=shop.tam, at=hanoi("2026-03-11 08:00"))
    with pytest.raises(Refused):
        working.extend(dossier=one, due=hanoi("2026-03-11 09:00"), reason="Chậm", by=shop.tam, at=MORNING)
    one = working.extend(dossier=one, due=new_due, reason="Chậm", by=shop.tam, at=hanoi("2026-03-10 17:00"))

    assert (one.due_at, one.extended) == (new_due, True)
    letter = one.letters.get()
    assert (letter.what, letter.due_before, letter.due) == ("apology", hanoi("2026-03-11 17:30"), new_due)
    with pytest.raises(Refused):
        working.extend(
            dossier=one, due=hanoi("2026-03-20 17:30"), reason="Nữa", by=shop.tam, at=hanoi("2026-03-11 08:00")
        )


@pytest.mark.parametrize(
    ("received_at", "handed_at", "late"),
    [
        ("2026-03-04 15:00", "2026-03-04 17:30", False),
        ("2026-03-04 15:00", "2026-03-05 07:30", True),
        ("2026-03-04 15:01", "2026-03-05 07:30", False),
        ("2026-03-04 15:01", "2026-03-05 07:31", True),
    ],
)
def test_a_dossier_moves_on_the_same_day_or_after_three_at_the_next_opening(
    shop: Shop, received_at: str, handed_at: str, late: bool
) -> None:
    """Decree 61/2018, article 18."""
    one = received(shop, hanoi(received_at))

    line = working.hand_on(dossier=one, department="Phòng A", holder=None, by=shop.thu, at=hanoi(handed_at))

    assert line.late_transfer is late


def test_each_step_has_its_hours_and_is_early_or_late_by_them(shop: Shop) -> None:
    """Four working hours from 8:10 end at 14:10; the next step has 28."""
    one = worked_on(shop)
    assert Handover.objects.get().due_at == hanoi("2026-03-04 14:10")

    working.hand_on(dossier=one, department="Phòng B", holder=None, by=shop.tam, at=hanoi("2026-03-04 15:00"))

    first, second = Handover.objects.all()
    assert (first.timeliness, second.timeliness) == (Timeliness.LATE, "")
    assert second.due_at == hanoi("2026-03-10 09:00")
    assert degree(Dossier.objects.get()) == (2, 5)


def test_agencies_work_at_once_by_wire_and_in_turn_on_paper(shop: Shop) -> None:
    one, due = worked_on(shop), hanoi("2026-03-06 17:00")
    shares = [
        agencies.Share(agency=shop.there, content="Phần A", due=due, lead=True, turn=1),
        agencies.Share(agency=shop.here, content="Phần B", due=due, turn=2),
    ]
    first, second = agencies.share_out(dossier=one, shares=shares, by=shop.tam, at=MORNING)
    assert agencies.is_its_turn(first)
    assert not agencies.is_its_turn(second)
    with pytest.raises(Refused):
        working.finish(dossier=one, result="Giấy số 1", by=shop.tam, at=MORNING)

    agencies.answer(task=first, answer="Xong", by=shop.phuc, at=hanoi("2026-03-05 09:00"))

    assert agencies.is_its_turn(second)
    with pytest.raises(NotVisible):
        agencies.answer(task=second, answer="Xong", by=shop.phuc, at=hanoi("2026-03-05 09:00"))
    with pytest.raises(Refused):
        agencies.answer(task=first, answer="Lại", by=shop.phuc, at=hanoi("2026-03-05 09:00"))
    with pytest.raises(Refused):
        agencies.share_out(dossier=one, shares=shares[:1], by=shop.tam, at=MORNING)


def test_joined_up_work_has_one_lead(shop: Shop) -> None:
    share = agencies.Share(agency=shop.there, content="A", due=hanoi("2026-03-06 17:00"))

    with pytest.raises(Refused):
        agencies.share_out(dossier=worked_on(shop), shares=[share], by=shop.tam, at=MORNING)


def test_a_verification_leaves_its_record(shop: Shop) -> None:
    said = {"place": "Thôn 1", "participants": "A, B", "content": "Đúng"}
    with pytest.raises(Refused):
        agencies.verify(dossier=worked_on(shop), held_at=MORNING + timedelta(days=1), **said, by=shop.tam, at=MORNING)

    one = worked_on(shop)
    agencies.verify(dossier=one, held_at=MORNING, **said, by=shop.tam, at=MORNING)

    assert one.verifications.get().place == "Thôn 1"


def test_stopped_withdrawn_and_refused_after_appraisal_end_in_their_own_ways(shop: Shop) -> None:
    at = hanoi("2026-03-05 09:00")
    stopped = working.stop(dossier=worked_on(shop), reason="Người nộp đề nghị", by=shop.tam, at=at)
    withdrawn = working.withdraw(dossier=worked_on(shop), reason="", by=shop.thu, at=at)
    refused = working.finish(
        dossier=worked_on(shop), result="Thông báo số 2", refused_for="Không đủ điều kiện", by=shop.tam, at=at
    )

    assert [one.state for one in (stopped, withdrawn, refused)] == [8, 7, 9]
    assert [one.tray for one in (stopped, withdrawn, refused)] == [Tray.READY, Tray.OVER, Tray.READY]
    assert refused.letters.get().what == "refusal"
    for one in (stopped, refused):
        back = give_back(dossier=one, said=Return(way="receipt", to="Người nộp"), by=shop.thu, at=at)
        assert (back.state, back.timeliness) == (State.RETURNED, Timeliness.EARLY)


def test_the_workflow_knows_every_state_and_ends(shop: Shop) -> None:
    ends = {state for state in State if not any(one == state for one, _act in NEXT)}

    assert ends == {State.NOT_RECEIVED, State.WITHDRAWN, State.RETURNED}
    assert may_follow(State.TO_SUPPLEMENT, "receive", received=False)
    assert not may_follow(State.TO_SUPPLEMENT, "receive", received=True)
    assert not may_follow(State.TO_SUPPLEMENT, "complete", received=False)


def test_nothing_happens_before_what_has_happened(shop: Shop) -> None:
    one = worked_on(shop)

    with pytest.raises(Refused):
        working.finish(dossier=one, result="Giấy", by=shop.tam, at=MORNING - timedelta(minutes=1))


def test_a_calendar_that_ends_refuses_rather_than_guesses(shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        received(shop, hanoi("2027-12-30 08:00"))

    assert "Lịch làm việc" in refused.value.problem
    assert not Dossier.objects.exclude(code=None).exists()


def test_what_is_stored_is_what_the_events_say(shop: Shop) -> None:
    one = worked_on(shop)
    before = (one.due_at, one.received_at, one.tray)
    Dossier.objects.filter(pk=one.pk).update(due_at=MORNING, sort_at=MORNING)

    again = settle(Dossier.objects.get(pk=one.pk), "again", shop.tam, MORNING)

    assert (again.due_at, again.received_at, again.tray) == before


def test_nobody_sees_another_units_dossiers(shop: Shop) -> None:
    one = received(shop)

    assert list(visible_to(shop.thu, MORNING)) == [one]
    assert not visible_to(shop.hoa, MORNING).exists()
    assert not visible_to(shop.phuc, MORNING).exists()
    for name in ("dossier", "dossier-applicant"):
        assert shop.as_("hoa").get(reverse(name, args=[one.pk])).status_code == 404
    for act in (desk.refuse, working.stop):
        with pytest.raises((NotVisible, Refused)):
            act(dossier=one, reason="x", by=shop.hoa, at=MORNING)


def test_the_officer_of_the_catalogue_reads_dossiers_and_no_persons(shop: Shop) -> None:
    one = received(shop)

    assert shop.as_("quang").get(reverse("dossier", args=[one.pk])).status_code == 200
    assert shop.as_("quang").get(reverse("dossier-applicant", args=[one.pk])).status_code == 404


def test_personal_data_stand_behind_a_trace(shop: Shop) -> None:
    one = received(shop)
    page = shop.as_("thu").get(reverse("dossier", args=[one.pk])).content.decode()
    assert "000000000001" not in page

    page = shop.as_("thu").get(reverse("dossier-applicant", args=[one.pk])).content.decode()

    assert "000000000001" in page
    assert Entry.objects.get(act="onestop.read").subject == f"dossier:{one.pk}"
    assert not Entry.objects.filter(after__icontains="000000000001").exists()


def test_the_book_of_a_year_is_closed_when_it_is_over_and_then_takes_nothing(shop: Shop) -> None:
    received(shop)
    with pytest.raises(Refused):
        close_year(unit=shop.here, year=2026, by=shop.van, at=hanoi("2026-12-31 23:00"))
    with pytest.raises(Refused):
        close_year(unit=shop.here, year=2026, by=shop.thu, at=hanoi("2027-01-04 08:00"))

    closed = close_year(unit=shop.here, year=2026, by=shop.van, at=hanoi("2027-01-04 08:00"))

    assert closed.last == 1
    with pytest.raises(Refused) as refused:
        received(shop, hanoi("2026-03-05 08:00"))
    assert "đã khóa" in refused.value.problem


def test_lists_go_on_by_key(shop: Shop) -> None:
    pks = [received(shop, MORNING + timedelta(minutes=n)).pk for n in range(30)]
    client = shop.as_("thu")
    first = client.get(reverse("one-stop")).context["page"]

    second = client.get(reverse("one-stop") + first.following).context["page"]

    assert [one.pk for one in (*first.rows, *second.rows)] == pks
    assert second.following == ""


def test_the_board_counts_late_soon_and_in_time_by_step_and_person(shop: Shop) -> None:
    worked_on(shop)
    worked_on(shop, hanoi("2026-03-06 08:00"))
    worked_on(shop, hanoi("2026-03-10 08:00"))
    at, soon = hanoi("2026-03-12 08:00"), hanoi("2026-03-13 17:30")

    standing = standing_of(shop.here, soon, at)

    assert (standing.late, standing.soon, standing.in_time) == (1, 1, 1)
    (line,) = by_step(shop.here, soon, at)
    assert (line["department"], line["holder__full_name"], line["total"], line["late"]) == ("Phòng A", "Tam", 3, 1)
    assert where_time_went(shop.here, at)["count"] == 0


def test_the_desk_in_the_browser_receives_and_works(shop: Shop) -> None:
    client, link = shop.as_("thu"), reverse("dossier-new") + "?thu-tuc=T.01"
    assert client.get(reverse("dossier-new")).status_code == client.get(link).status_code == 200
    posted = {"applicant": "Trần Thị Minh Họa", "channel": "direct", "way-0": "paper", "outcome": "receive"}
    scan = SimpleUploadedFile("to-khai.pdf", PAPER)
    now = datetime.now(tz=MORNING.tzinfo)
    if now.date() > date(2027, 12, 20):
        pytest.skip("the illustrative calendar ends with 2027")

    response = client.post(link, posted | {"scan-0": scan})

    one = Dossier.objects.get()
    assert response["Location"] == reverse("dossier", args=[one.pk])
    assert one.checklist[0]["way"] == "scanned"
    page = client.get(response["Location"]).content.decode()
    assert one.code in page
    client.post(response["Location"], {"act": "transfer", "department": "Phòng A", "holder": shop.tam.pk})
    assert shop.as_("tam").get(reverse("one-stop") + "?cua-toi=1").context["page"].rows == [one]
    paper = one.papers.get()
    given = client.get(reverse("dossier-paper", args=[one.pk, paper.pk]))
    assert b"".join(given.streaming_content) == PAPER
    assert given["Content-Disposition"].startswith("attachment")
    assert shop.as_("hoa").get(reverse("dossier-paper", args=[one.pk, paper.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_forms_are_made_from_data(shop: Shop, kind: str) -> None:
    one = worked_on(shop)
    desk.ask_for_more(dossier=one, reason="Thiếu", items=["Đơn"], by=shop.tam, at=hanoi("2026-03-05 10:00"))
    client = shop.as_("thu")
    links = [reverse("dossier-form", args=[one.pk, what, kind]) for what in ("receipt", "control")]
    links.append(reverse("dossier-letter", args=[one.pk, Letter.objects.get().pk, kind]))

    for link in links:
        given = client.get(link)

        assert given.status_code == 200
        assert given.content.startswith(b"%PDF" if kind == "pdf" else b"PK")
        assert shop.as_("hoa").get(link).status_code == 404
        assert shop.as_("quang").get(link).status_code == 404


def test_words_receipt_bears_its_picture_as_the_printed_one_does(shop: Shop) -> None:
    one = received(shop)

    word = shop.as_("thu").get(reverse("dossier-form", args=[one.pk, "receipt", "docx"]))

    with ZipFile(BytesIO(word.content)) as parts:
        assert [name for name in parts.namelist() if name.startswith("word/media/")]


def test_the_book_of_a_year_goes_out_as_excel_number_by_number(shop: Shop) -> None:
    codes = [received(shop, MORNING + timedelta(minutes=n)).code for n in range(3)]

    given = shop.as_("thu").get(reverse("register-excel", args=[2026]))

    rows = list(load_workbook(BytesIO(b"".join(given.streaming_content))).active.values)
    assert [row[1] for row in rows if isinstance(row[0], int)] == codes
    assert rows[-1][5] == datetime(2026, 3, 11, 17, 30)  # noqa: DTZ001 - Excel knows no zones
    assert "SỐ LIỆU MINH HỌA" in {row[0] for row in rows}
    assert Entry.objects.filter(act="onestop.read").exists()
    assert shop.as_("quang").get(reverse("register-excel", args=[2026])).status_code == 404


def test_the_book_of_a_year_goes_out_as_lines_that_run_nothing(shop: Shop) -> None:
    one = received(shop)
    Dossier.objects.filter(pk=one.pk).update(applicant="=1+1")

    given = shop.as_("thu").get(reverse("register-csv", args=[2026]))

    head, row = csv.reader(b"".join(given.streaming_content).decode("utf-8-sig").splitlines())
    assert head[:2] == ["TT", "Mã hồ sơ"]
    assert row[:6] == ["1", one.code, one.version.name, "'=1+1", "2026-03-04 08:10", "2026-03-11 17:30"]
    assert Entry.objects.filter(act="onestop.read").exists()
    assert shop.as_("quang").get(reverse("register-csv", args=[2026])).status_code == 404


def test_the_board_says_when_the_calendar_is_about_to_end(shop: Shop) -> None:
    calendar = calendar_of(law_now(), "minh-hoa")

    assert ends_soon(calendar, hanoi("2027-11-20 08:00")) == date(2027, 12, 31)
    assert ends_soon(calendar, hanoi("2027-10-20 08:00")) is None
    assert ends_soon(None, MORNING) is None


def test_a_partner_reads_its_task_and_not_the_person(shop: Shop) -> None:
    one, due = worked_on(shop), hanoi("2099-01-01 00:00")
    agencies.ask_opinion(dossier=one, agency=shop.there, content="Ý kiến?", due=due, by=shop.tam, at=MORNING)
    client, link = shop.as_("phuc"), reverse("agency-task", args=[Task.objects.get().pk])

    page = client.get(link).content.decode()

    assert "Ý kiến?" in page
    assert "Nguyễn Văn" not in page
    assert client.post(link, {"answer": "Đồng ý"}).status_code == 302
    assert client.get(reverse("agency-tasks")).status_code == 200
    assert shop.as_("thu").get(link).status_code == 404
    assert Client().get(link).status_code == 302


def test_the_pages_of_the_desk_cost_the_same_however_many(shop: Shop, django_assert_max_num_queries: object) -> None:
    for n in range(12):
        worked_on(shop, MORNING + timedelta(minutes=n))
    client = shop.as_("thu")
    client.get(reverse("one-stop"))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("one-stop"))


BREAKS = [
    (Dossier, {"state": 11}, "state_is_known"),
    (Dossier, {"tray": "over"}, "tray_fits"),
    (Dossier, {"channel": "pigeon"}, "channel_is_known"),
    (Dossier, {"applicant": ""}, "of_somebody"),
    (Dossier, {"code": None}, "since_reception"),
    (Dossier, {"ended_at": MORNING}, "state_is_an_end"),
    (Dossier, {"returned_at": MORNING}, "with_its_moment"),
    (Happened, {"kind": "forgotten"}, "kind_is_known"),
    (Happened, {"due": MORNING}, "extension_promises"),
    (Letter, {"reason": ""}, "with_its_reason"),
    (Letter, {"due": MORNING}, "apology_promises"),
    (Handover, {"done_at": MORNING - timedelta(days=1), "timeliness": "late"}, "after_it_was_given"),
    (Task, {"content": ""}, "in_words"),
    (Task, {"due_at": MORNING - timedelta(days=1)}, "due_after"),
    (Task, {"answer": "x"}, "answered_whole"),
]


@pytest.mark.parametrize(("kind", "change", "name"), BREAKS, ids=[name for *_, name in BREAKS])
def test_the_database_keeps_nothing_that_cannot_be(
    shop: Shop, kind: type, change: dict[str, object], name: str
) -> None:
    one, due = worked_on(shop), hanoi("2026-03-06 17:00")
    agencies.ask_opinion(dossier=one, agency=shop.there, content="?", due=due, by=shop.tam, at=MORNING)
    desk.ask_for_more(dossier=one, reason="Thiếu", items=["A"], by=shop.tam, at=hanoi("2026-03-05 10:00"))

    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.all().update(**change)  # type: ignore[attr-defined]
