"""The pages: they do it, they refuse the wrong person, they refuse the wrong moment, they show no mark too early."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from paroffice.appraisals.actions.steps import tell
from paroffice.appraisals.models import (
    Case,
    Challenge,
    Conduct,
    Mandate,
    Meeting,
    Reopening,
    Reply,
    Ruling,
    SecondScore,
    State,
)
from paroffice.people.models import Role
from paroffice.rounds.models import Step, Window
from tests.web.appraisals.conftest import Group, rule_all
from tests.web.appraisals.test_replies import CUT
from tests.web.conftest import Cast, person

SECRET = "Trang 2: chỉ thấy 80 nhiệm vụ."
CUTTING = {"outcome": "answered", "numerator": "80", "denominator": "100", "reason": SECRET, "number": "0"}


@pytest.fixture
def now_open(group: Group) -> Group:
    """Every window around the real moment, since a page asks the clock."""
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    return group


def client(group: Group, who: str):
    made = group.cast.as_("an")
    made.force_login(getattr(group, who, None) or getattr(group.cast, who))
    return made


def bench(group: Group, code: str = "1.2", unit: str = "here") -> str:
    return reverse("appraise", args=[group.cast.round.pk, code, unit])


READS = ("chi", "hoa", "son", "kien", "dung", "auditor")
NEVER = ("an", "ly", "binh", "mai", "administrator")
PAGES = (
    "appraise-items", "appraise-across", "appraise", "appraise-units", "appraise-unit", "working-group",
    "appraise-board", "precedents", "agreement", "council",
)  # fmt: skip


def address(group: Group, name: str) -> str:
    pk = group.cast.round.pk
    more = {"appraise-across": ["1.2"], "appraise": ["1.2", "here"], "appraise-unit": ["here"]}
    return reverse(name, args=[pk, *more.get(name, [])])


@pytest.mark.any_database
@pytest.mark.parametrize("who", READS + NEVER)
def test_the_groups_pages_are_the_groups(now_open: Group, who: str) -> None:
    asks = client(now_open, who)

    found = {name: asks.get(address(now_open, name)).status_code for name in PAGES}

    assert found == dict.fromkeys(PAGES, 200 if who in READS else 404)


def test_a_ruling_is_made_and_the_next_unit_comes(now_open: Group) -> None:
    response = client(now_open, "chi").post(bench(now_open), CUTTING)

    assert response.status_code == 302
    assert response["Location"] == bench(now_open, unit="there")
    assert Ruling.objects.get().reason == SECRET


def test_without_a_reason_what_was_typed_comes_back(now_open: Group) -> None:
    response = client(now_open, "chi").post(bench(now_open), CUTTING | {"reason": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert 'value="80"' in page


def test_a_colleague_who_was_quicker_is_shown(now_open: Group) -> None:
    client(now_open, "son").post(bench(now_open), CUTTING)

    response = client(now_open, "chi").post(bench(now_open), CUTTING | {"numerator": "90"})

    assert response.status_code == 409
    assert "vừa kết luận mục này" in response.content.decode()


def test_a_like_case_ruled_otherwise_warns_once(now_open: Group) -> None:
    late = {"outcome": "answered", "level": "muon", "reason": "Ký tháng 1.", "number": "0"}
    client(now_open, "chi").post(bench(now_open, "1.1"), late)
    early = {"outcome": "answered", "level": "som", "reason": "", "number": "0"}

    warned = client(now_open, "chi").post(bench(now_open, "1.1", "there"), early)
    assert warned.status_code == 422
    assert "kết luận khác" in warned.content.decode()
    said = client(now_open, "chi").post(
        bench(now_open, "1.1", "there"), early | {"differs_because": "Có bản ký tháng 12."}
    )

    assert said.status_code == 302
    assert Ruling.objects.get(appraisal=now_open.there).differs_because == "Có bản ký tháng 12."


def test_who_has_no_mandate_is_refused(now_open: Group) -> None:
    assert client(now_open, "hoa").post(bench(now_open), CUTTING).status_code == 409
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("who", ["an", "ly"])
def test_a_unit_sees_no_mark_before_it_is_told(now_open: Group, who: str) -> None:
    client(now_open, "chi").post(bench(now_open), CUTTING)
    own = now_open.here.assessment.pk
    sheet = [reverse("sheet", args=[own]), reverse("item", args=[own, "1.2"]), reverse("desk")]

    assert client(now_open, who).get(reverse("marks", args=[own])).status_code == 404
    assert client(now_open, who).get(reverse("reply", args=[own, "1.2"])).status_code == 404
    for link in sheet:
        assert SECRET not in client(now_open, who).get(link).content.decode()


def tell_here(group: Group) -> None:
    """Every other item as claimed, then the unit is told."""
    posts = {
        "1.1": {"level": "som"},
        "1.3": {"figure": "12"},
        "1.4": {"numerator": "3", "denominator": "4"},
        "2.1": {"figure": "0,5"},
        "3.1": {"figure": "0"},
        "1.2": CUTTING,
    }
    for code, posted in posts.items():
        answer = {"outcome": "answered", "number": "0", "stay": "1"} | posted
        assert client(group, "chi").post(bench(group, code), answer).status_code == 302, code
    tell(appraisal=group.here, by=group.son, at=timezone.now())


def test_a_told_unit_reads_its_marks_and_replies(now_open: Group) -> None:
    tell_here(now_open)
    own = now_open.here.assessment.pk

    page = client(now_open, "an").get(reverse("reply", args=[own, "1.2"])).content.decode()
    assert SECRET in page
    posted = {"agrees": "no", "text": "Phụ lục 3 có đủ 95 việc.", "edits": "0"}
    assert client(now_open, "an").post(reverse("reply", args=[own, "1.2"]), posted).status_code == 302

    assert Reply.objects.get().text == "Phụ lục 3 có đủ 95 việc."
    assert "giải trình" in client(now_open, "chi").get(bench(now_open)).content.decode()


def test_another_unit_never_sees_them(now_open: Group) -> None:
    tell_here(now_open)
    own = now_open.here.assessment.pk

    for name, more in (("marks", []), ("reply", ["1.2"])):
        assert client(now_open, "binh").get(reverse(name, args=[own, *more])).status_code == 404


def test_a_reply_after_its_window_is_refused(now_open: Group) -> None:
    tell_here(now_open)
    Window.objects.filter(step=Step.REPLY).update(closes_at=timezone.now())
    link = reverse("reply", args=[now_open.here.assessment.pk, "1.2"])

    assert client(now_open, "an").post(link, {"agrees": "yes", "edits": "0"}).status_code == 409
    assert not Reply.objects.exists()


def test_the_head_tells_and_settles_from_the_units_page(now_open: Group) -> None:
    tell_here(now_open)
    client(now_open, "an").post(
        reverse("reply", args=[now_open.here.assessment.pk, "1.2"]), {"agrees": "yes", "edits": "0"}
    )
    link = reverse("appraise-step", args=[now_open.cast.round.pk, "here"])

    assert client(now_open, "chi").post(link, {"act": "settle"}).status_code == 409
    assert client(now_open, "son").post(link, {"act": "settle"}).status_code == 302
    now_open.here.refresh_from_db()
    assert now_open.here.state == State.SETTLED


def test_a_challenged_unit_answers_on_its_page(now_open: Group) -> None:
    tell_here(now_open)
    asked = Challenge.objects.create(
        appraisal=now_open.here, item="1.1", unit=now_open.cast.there, text="Ngày ký?", by=now_open.cast.binh,
        at=timezone.now(),
    )  # fmt: skip
    link = reverse("answer-challenge", args=[now_open.here.assessment.pk, asked.pk])

    assert client(now_open, "binh").post(link, {"answer": "x"}).status_code == 404
    assert client(now_open, "ly").post(link, {"answer": "Ký ngày 20/12."}).status_code == 302
    asked.refresh_from_db()
    assert asked.answer == "Ký ngày 20/12."


@pytest.mark.parametrize(
    "bad", [{"number": "x" * 50}, {"numerator": "1e999"}, {"proof": "999999"}, {"outcome": "<b>"}]
)
def test_nonsense_is_answered_with_a_sentence(now_open: Group, bad: dict[str, str]) -> None:
    assert client(now_open, "chi").post(bench(now_open), CUTTING | bad).status_code in (302, 404, 409, 422)


def post(group: Group, who: str, name: str, args: list[object], **posted: object) -> int:
    return client(group, who).post(reverse(name, args=args), posted).status_code


def test_the_round_office_sets_up_the_group_on_one_page(cast: Cast) -> None:
    son = person("son", Role.HEAD_OF_WORKING_GROUP)
    pk, office = cast.round.pk, cast.as_("dung")
    link = reverse("working-group", args=[pk])
    established = {"act": "establish", "number": "12/QĐ", "issued_on": "2026-10-01", "starts_on": "2026-10-01"}

    assert office.post(link, established | {"head": str(son.pk)}).status_code == 302
    assert (
        office.post(link, {"act": "join", "person": str(cast.chi.pk), "department": "Sở Nội vụ"}).status_code == 302
    )
    assert office.post(link, {"act": "mandate", "person": str(cast.chi.pk), "part": ["1", "3.1"]}).status_code == 302
    said = {"act": "conduct", "second_share": "7,5", "seed": "abc", "alike_rulings": "20", "alike_minutes": "10"}
    assert office.post(link, said | {"risk_bands": "5 10\n10 30"}).status_code == 302

    page = office.get(link).content.decode()
    assert "12/QĐ" in page
    assert "Sở Nội vụ" in page
    conduct = Conduct.objects.get()
    assert str(conduct.second_share) == "0.0750"
    assert conduct.risk_bands[1] == {"cut": "0.1", "share": "0.3"}
    assert sorted(Mandate.objects.values_list("part", flat=True)) == ["1", "3.1"]


@pytest.mark.parametrize("who", ["chi", "son", "auditor"])
def test_only_the_round_office_sets_up_the_group(now_open: Group, who: str) -> None:
    link = reverse("working-group", args=[now_open.cast.round.pk])
    posted = {"act": "join", "person": str(now_open.kien.pk), "department": "Sở Y tế"}

    assert client(now_open, who).post(link, posted).status_code == 409
    assert not now_open.kien.memberships.exists()


def test_a_second_appraiser_scores_blind(now_open: Group) -> None:
    client(now_open, "chi").post(bench(now_open), CUTTING)
    score = SecondScore.objects.create(
        appraisal=now_open.here, item="1.2", given_to=now_open.mai, drawn_at=timezone.now() - timedelta(minutes=1)
    )

    page = client(now_open, "mai").get(reverse("second", args=[score.pk])).content.decode()
    assert SECRET not in page
    assert client(now_open, "chi").get(reverse("second", args=[score.pk])).status_code == 404
    posted = {"outcome": "answered", "numerator": "90", "denominator": "100", "reason": "Đếm được 90."}
    assert post(now_open, "mai", "second", [score.pk], **posted) == 302

    told = client(now_open, "son").get(reverse("agreement", args=[now_open.cast.round.pk])).content.decode()
    assert "Đếm được 90." in told
    assert client(now_open, "mai").get(reverse("agreement", args=[now_open.cast.round.pk])).status_code == 404


def test_a_peer_reads_what_was_granted_and_objects_once(now_open: Group) -> None:
    tell_here(now_open)
    pk = now_open.cast.round.pk
    assert client(now_open, "binh").get(reverse("peers", args=[pk])).status_code == 404
    Conduct.objects.create(round=now_open.cast.round, challenge=True)
    now = timezone.now()
    Window.objects.create(
        round=now_open.cast.round, step=Step.CHALLENGE, opens_at=now - timedelta(days=1), closes_at=now + timedelta(1)
    )

    page = client(now_open, "binh").get(reverse("peer", args=[pk, "here"])).content.decode()
    assert "Kế hoạch" in page
    assert SECRET not in page
    assert post(now_open, "binh", "peer", [pk, "here"], item="1.1", text="Ký sau ngày ghi.") == 302
    assert post(now_open, "binh", "peer", [pk, "here"], item="1.1", text="Lại nữa.") == 409
    assert client(now_open, "binh").get(reverse("peer", args=[pk, "there"])).status_code == 404
    asked = Challenge.objects.get()
    assert post(now_open, "chi", "rule-challenge", [pk, asked.pk], upheld="no", reason="Ngày đúng.") == 302


def test_the_council_decides_and_freezes_on_its_page(now_open: Group) -> None:
    for unit in ("here", "there"):
        rule_all(now_open, getattr(now_open, unit), CUT, at=timezone.now())
        link = reverse("appraise-step", args=[now_open.cast.round.pk, unit])
        client(now_open, "son").post(link, {"act": "tell"})
        Window.objects.filter(step=Step.REPLY).update(closes_at=timezone.now())
        client(now_open, "son").post(link, {"act": "settle"})
    pk = now_open.cast.round.pk
    step = reverse("appraise-step", args=[pk, "here"])
    client(now_open, "son").post(step, {"act": "bring", "item": "1.2", "question": "Tính cả việc lùi hạn?"})
    brought = Case.objects.get()
    assert post(now_open, "kien", "council", [pk], act="call", on="2026-12-20", agenda="Mục 1.2") == 302
    assert post(now_open, "kien", "council", [pk], act="freeze", block="units") == 409
    decision = {"outcome": "answered", "numerator": "95", "denominator": "100", "number": "0"}
    meeting = str(Meeting.objects.get().pk)
    assert post(now_open, "kien", "case", [pk, brought.pk], meeting=meeting, reason="Bản gốc đủ.", **decision) == 302
    assert client(now_open, "son").get(reverse("case", args=[pk, brought.pk])).status_code == 404

    assert post(now_open, "kien", "council", [pk], act="freeze", block="units") == 302

    now_open.here.refresh_from_db()
    assert now_open.here.state == State.FROZEN
    assert post(now_open, "kien", "council", [pk], act="ask", appraisal=str(now_open.here.pk), reason="Sai số") == 302
    waiting = str(Reopening.objects.get().pk)
    assert post(now_open, "kien", "council", [pk], act="agree", reopening=waiting) == 409
    assert post(now_open, "son", "council", [pk], act="agree", reopening=waiting) == 302


def test_precedents_are_searched_on_their_page(now_open: Group) -> None:
    client(now_open, "chi").post(bench(now_open), CUTTING)
    link = reverse("precedents", args=[now_open.cast.round.pk])

    assert SECRET in client(now_open, "hoa").get(link, {"tim": "chi thay 80 nhiem vu"}).content.decode()
    assert SECRET not in client(now_open, "hoa").get(link, {"tim": "đất đai"}).content.decode()
