"""What the dossiers feed the index: sealed, explained down to a code, beside what others say; a difference is a dispute."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from paroffice.assessments.models import Assessment, State
from paroffice.onestop import facts, jobs
from paroffice.onestop.actions import citizen, desk, feed, petitions, working
from paroffice.onestop.models import Channel, Dispute, Dossier, Extract, Source
from paroffice.onestop.queries.feed import beside, newest_own
from paroffice.people.models import Grant, Person, Role
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from tests.web.conftest import Cast, person
from tests.web.onestop.conftest import LAW, MORNING, Shop, hanoi
from tests.web.onestop.test_citizens import drafted
from tests.web.onestop.test_dossiers import WHOLE, worked_on

MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


@pytest.fixture
def fed(shop: Shop, cast: Cast) -> Shop:
    """The round of the cast, with Thu's unit among its participants."""
    cast.round.participants.create(unit=shop.here, block="units")
    return shop


def settled(shop: Shop, end: str) -> Dossier:
    return working.finish(dossier=worked_on(shop), result="Giấy", by=shop.tam, at=hanoi(end))


def sealed(shop: Shop, figure: str, by: Person | None = None) -> Extract:
    return feed.seal(
        round_=Round.objects.get(), unit=shop.here, figure=figure, **MARCH, by=by or shop.van, at=MORNING
    )


def test_the_share_on_time_is_counted_from_dossiers_and_leads_to_their_codes(fed: Shop) -> None:
    """Received on 4/3 with five working days: due on 11/3. Of three that ended, one is late; one is open."""
    on_time = [settled(fed, "2026-03-10 09:00"), settled(fed, "2026-03-11 17:30")]
    late = settled(fed, "2026-03-12 08:00")
    worked_on(fed)

    one = sealed(fed, "ho_so_dung_han")

    assert (one.numerator, one.denominator) == (2, 3)
    assert {row[0]: row[1] for row in one.rows} == {on_time[0].code: 1, on_time[1].code: 1, late.code: 0}
    assert feed.seal_of(one) == one.digest
    assert "đồng hồ pháp lý" in one.definition


def test_online_dossiers_stand_over_those_of_procedures_at_level_three_and_four(fed: Shop) -> None:
    worked_on(fed)
    desk.receive(dossier=citizen.send(draft=drafted(fed), at=MORNING), by=fed.thu, at=MORNING)
    citizen.send(draft=drafted(fed), at=MORNING)

    one = sealed(fed, "ho_so_truc_tuyen")

    assert (one.numerator, one.denominator) == (1, 2)


def test_published_procedures_stand_over_those_in_force(fed: Shop) -> None:
    one = sealed(fed, "tthc_cong_khai_dung_han")

    assert (one.numerator, one.denominator, one.rows[0][0]) == (1, 1, "T.01")


def test_other_figures_are_those_of_the_arithmetic(fed: Shop) -> None:
    """One of one component digitised; feedback answered at once, a false one counted nowhere; unfinished on 31/3 is late."""
    desk.receive(dossier=citizen.send(draft=drafted(fed), at=MORNING), by=fed.thu, at=MORNING)
    for false in ("", "không có việc ấy"):
        made = citizen.complain(unit=fed.here, content="x", name="", contact="", dossier=None, at=MORNING)
        petitions.answer(petition=made, answer="y", false_for=false, by=fed.thu, at=MORNING)

    found = {name: sealed(fed, name) for name in ("components_digitised", "feedback_on_time", "dossiers_on_time")}

    counts = {name: (one.numerator, one.denominator) for name, one in found.items()}
    assert counts == {"components_digitised": (1, 1), "feedback_on_time": (1, 1), "dossiers_on_time": (0, 1)}


def test_a_seal_shows_what_was_changed_afterwards(fed: Shop) -> None:
    one = sealed(fed, "ho_so_dung_han")
    Extract.objects.filter(pk=one.pk).update(numerator=99)

    page = fed.as_("van").get(reverse("extract", args=[one.pk])).content.decode()

    assert "KHÔNG còn đúng niêm phong" in page


def test_a_declaration_that_differs_opens_a_dispute_with_the_rows_and_is_explained_once(fed: Shop) -> None:
    settled(fed, "2026-03-10 09:00")
    one = sealed(fed, "ho_so_dung_han")
    said = {"extract": one, "item": "4.3.1", "by": fed.van, "at": MORNING}
    assert feed.dispute(**said, numerator="1", denominator="1") is None

    opened = feed.dispute(**said, numerator="5", denominator="5")
    again = feed.dispute(**said, numerator="5", denominator="5")

    assert opened == again
    assert opened is not None
    assert opened.extract.rows
    feed.explain(dispute=opened, explanation="Khai cả hồ sơ năm trước", by=fed.van, at=MORNING)
    with pytest.raises(Refused):
        feed.explain(dispute=opened, explanation="Lại", by=fed.van, at=MORNING)
    with pytest.raises(NotVisible):
        feed.explain(dispute=opened, explanation="x", by=fed.hoa, at=MORNING)


FOUNDING = LAW.parent / "rubrics" / "ninh-binh-districts-2018"


def declared(fed: Shop, cast: Cast, state: State) -> Assessment:
    """Thu's unit says 5 of 5 for the item that the founding edition takes from `ho_so_dung_han`."""
    edition = adopt(files=files_of(FOUNDING), by=cast.dung, at=MORNING)
    Round.objects.filter(pk=cast.round.pk).update(edition=edition)
    handed = {"submitted_at": MORNING, "submitted_by": cast.ly} if state != State.OPEN else {}
    sheet = Assessment.objects.create(round=cast.round, unit=fed.here, state=state, **handed)
    sheet.answers.create(
        item="4.3.1", outcome="answered", numerator="5", denominator="5", changed_by=cast.ly, changed_at=MORNING
    )
    return sheet


def test_a_figure_sealed_after_the_hand_over_is_held_against_what_was_declared(fed: Shop, cast: Cast) -> None:
    """Once, however often it is sealed alike; another figure of that unit is nobody's dispute."""
    settled(fed, "2026-03-10 09:00")
    declared(fed, cast, State.SUBMITTED)

    one, other = sealed(fed, "ho_so_dung_han"), sealed(fed, "dossiers_online")

    [opened] = one.disputes.all()
    assert (opened.item, opened.numerator, opened.denominator) == ("4.3.1", "5", "5")
    assert (len(opened.extract.rows), opened.opened_by) == (1, fed.van)
    assert not other.disputes.exists()
    assert "5/5" in fed.as_("van").get(reverse("extract", args=[one.pk])).content.decode().replace(" ", "")


def test_a_sheet_still_worked_on_or_one_that_says_the_same_opens_nothing(fed: Shop, cast: Cast) -> None:
    sheet = declared(fed, cast, State.OPEN)
    assert not sealed(fed, "ho_so_dung_han").disputes.exists()

    for _ in range(5):
        settled(fed, "2026-03-10 09:00")
    Assessment.objects.filter(pk=sheet.pk).update(state=State.SUBMITTED, submitted_at=MORNING, submitted_by=cast.ly)

    assert not sealed(fed, "ho_so_dung_han").disputes.exists()


def test_a_national_systems_file_stands_beside_and_never_in_place(fed: Shop) -> None:
    sealed(fed, "ho_so_dung_han")
    client, link = fed.as_("van"), reverse("figures")
    posted = {"act": "national", "centre": "dong", "round": Round.objects.get().pk} | {
        "since": "2026-03-01", "until": "2026-03-31"
    }  # fmt: skip
    wrong = SimpleUploadedFile("a.csv", "figure,numerator,denominator\nkhông_có,1,2\n".encode())
    assert client.post(link, posted | {"file": wrong}).status_code == 409
    right = SimpleUploadedFile("a.csv", b"figure,numerator,denominator\nho_so_dung_han,7,8\n")

    assert client.post(link, posted | {"file": right}).status_code == 302

    both = beside(Round.objects.get(), fed.here, "ho_so_dung_han")
    assert both.own is not None
    assert both.national is not None
    assert (both.own.source, both.own.denominator) == (Source.OWN, 0)
    assert (both.national.numerator, both.national.denominator) == (7, 8)
    assert newest_own(Round.objects.get(), fed.here)["ho_so_dung_han"] == both.own


def test_who_runs_the_unit_or_the_round_seals_and_nobody_else(fed: Shop, cast: Cast) -> None:
    for who, error in ((fed.thu, Refused), (fed.tam, Refused), (fed.hoa, NotVisible), (cast.an, NotVisible)):
        with pytest.raises(error):
            sealed(fed, "ho_so_dung_han", who)
    sealed(fed, "ho_so_dung_han", cast.dung)
    outsider = person("chef", Role.HEAD_OF_ONE_STOP, fed.there)
    with pytest.raises(Refused):
        feed.seal(round_=cast.round, unit=fed.there, figure="ho_so_dung_han", **MARCH, by=outsider, at=MORNING)


def test_the_pages_open_for_the_unit_and_the_round_and_not_for_another_unit(fed: Shop, cast: Cast) -> None:
    one = sealed(fed, "ho_so_dung_han")
    link, sealed_file = reverse("extract", args=[one.pk]), reverse("extract-json", args=[one.pk])
    Grant.objects.create(person=cast.ly, role=Role.UNIT_LEADER, unit=fed.here, starts_on=date(2026, 1, 1))

    for client in (fed.as_("van"), cast.as_("dung"), cast.as_("chi"), cast.as_("ly")):
        assert client.get(link).status_code == 200
        assert client.get(sealed_file).json()["figure"] == "ho_so_dung_han"
    for client in (fed.as_("hoa"), cast.as_("an"), cast.as_("administrator")):
        assert client.get(link).status_code == 404
    page = fed.as_("van").get(reverse("figures") + "?tu=2026-03-01&den=2026-03-31")
    assert page.status_code == 200


def test_a_period_beyond_the_calendar_is_refused_and_never_guessed(fed: Shop) -> None:
    desk.receive(
        dossier=desk.take_in(
            unit=fed.here, version=fed.procedure, channel=Channel.DIRECT, said=WHOLE, by=fed.thu, at=MORNING
        ),
        by=fed.thu,
        at=MORNING,
    )
    far = {"since": date(2026, 3, 1), "until": date(2028, 3, 31)}

    with pytest.raises(Refused):
        feed.counted(feed.scope_of(fed.here, **far), "dossiers_on_time")


def test_a_page_does_not_begin_to_reckon_a_period_of_too_many_and_says_so(
    fed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two dossiers are too many where one is the most; one is not, and a seal counts them all."""
    one, _other = settled(fed, "2026-03-10 09:00"), settled(fed, "2026-03-11 09:00")
    march, van = "?tu=2026-03-01&den=2026-03-31", fed.as_("van")
    monkeypatch.setattr(facts, "MOST_AT_ONCE", 1)

    pages = {name: van.get(reverse(name) + march).content.decode() for name in ("figures", "reports")}

    assert all("có hơn 1 hồ sơ" in page for page in pages.values())
    assert "ii-06a.xlsx" not in pages["reports"]
    assert sealed(fed, "ho_so_dung_han").denominator == 2
    assert van.get(reverse("report-file", args=["ii-06a", "xlsx"]) + march).status_code == 409
    Dossier.objects.exclude(pk=one.pk).update(received_at=hanoi("2026-05-04 09:00"))
    assert "có hơn 1 hồ sơ" not in van.get(reverse("figures") + march).content.decode()


def test_a_figure_of_too_many_is_sealed_by_a_worker_once_and_tells_the_same(
    fed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2026-03-10 09:00", "2026-03-11 09:00"):
        settled(fed, day)
    at_once, van = sealed(fed, "ho_so_dung_han"), fed.as_("van")
    monkeypatch.setattr(facts, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(facts, "AT_A_TIME", 1)
    asked = {
        "round": Round.objects.get().pk,
        "figure": "ho_so_dung_han",
        "since": "2026-03-01",
        "until": "2026-03-31",
    }

    for _ in range(2):
        assert "đang chốt số liệu" in van.post(reverse("figures"), asked, follow=True).content.decode()

    waiting = DBTaskResult.objects.get(task_path=jobs.seal.module_path)
    assert jobs.seal.func(*waiting.args_kwargs["args"]) == ""
    by_worker = Extract.objects.exclude(pk=at_once.pk).get()
    assert by_worker.rows == at_once.rows
    assert by_worker.digest == at_once.digest


def test_a_seal_that_a_worker_could_not_make_is_told_on_the_page(fed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(fed, "2026-03-10 09:00")
    monkeypatch.setattr(facts, "MOST_AT_ONCE", 0)
    asked = {
        "round": Round.objects.get().pk,
        "figure": "ho_so_dung_han",
        "since": "2026-03-01",
        "until": "2026-03-31",
    }
    van = fed.as_("van")
    assert "đang chốt, hãy tải lại" in van.post(reverse("figures"), asked, follow=True).content.decode()
    Round.objects.get().participants.all().delete()

    waiting = DBTaskResult.objects.get(task_path=jobs.seal.module_path)
    waiting.return_value = jobs.seal.func(*waiting.args_kwargs["args"])
    waiting.save()

    page = van.get(reverse("figures")).content.decode()
    assert "không chốt được. Đơn vị không tham gia" in page
    assert "đang chốt, hãy tải lại" not in page


BREAKS = [
    (Extract, {"until": date(2025, 1, 1)}, "of_a_span"),
    (Extract, {"digest": "x"}, "has_a_digest"),
    (Extract, {"law": None}, "rows_or_from_a_file"),
    (Dispute, {"explanation": "x"}, "explained_whole"),
]


@pytest.mark.parametrize(("kind", "change", "name"), BREAKS, ids=[name for *_, name in BREAKS])
def test_the_database_keeps_nothing_that_cannot_be(
    fed: Shop, kind: type, change: dict[str, object], name: str
) -> None:
    one = sealed(fed, "ho_so_dung_han")
    feed.dispute(extract=one, item="1", numerator="9", denominator="9", by=fed.van, at=MORNING + timedelta(days=1))

    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.all().update(**change)  # type: ignore[attr-defined]
