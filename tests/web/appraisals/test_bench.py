"""The bench: nothing chosen beforehand, what a ruling would give, what is worth knowing beside it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from paroffice.appraisals.actions.rulings import Grounds, rule
from paroffice.appraisals.actions.steps import tell
from paroffice.appraisals.bench import rows_of
from paroffice.appraisals.models import Ruling
from paroffice.rounds.models import Window
from paroffice.rubrics.queries import law_of
from tests.web.addresses import world_of
from tests.web.appraisals.conftest import APPRAISING, Group, rule_all
from tests.web.appraisals.test_replies import AGAIN, CUT, answered, replied
from tests.web.appraisals.test_visits import SEEN, client, noted


@pytest.fixture
def now_open(group: Group) -> Group:
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    return group


def bench(group: Group, name: str = "appraise", code: str = "1.2", unit: str = "here") -> str:
    return reverse(name, args=[group.cast.round.pk, code, unit])


def test_nothing_is_chosen_before_the_appraiser_chooses(now_open: Group) -> None:
    page = client(now_open, "chi").get(bench(now_open)).content.decode()

    assert 'name="outcome" value="claimed"' in page
    assert "checked" not in page.partition('id="ruling"')[2].partition("</form>")[0]


def test_agreeing_is_a_choice_of_its_own(now_open: Group) -> None:
    response = client(now_open, "chi").post(bench(now_open), {"outcome": "claimed", "number": "0"})

    assert response.status_code == 302
    held = Ruling.objects.get()
    assert (held.numerator, held.denominator, held.departs) == ("95", "100", False)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        # 1.2 of the sound edition: 4 points from 90 % on, 2 from 50 % on; the unit claims 95 of 100
        ({"outcome": "claimed"}, {"points": "4", "departs": False}),
        ({"outcome": "answered", "numerator": "80", "denominator": "100"}, {"points": "2", "departs": True}),
        ({"outcome": "answered", "numerator": "96", "denominator": "100"}, {"points": "4", "departs": True}),
        ({"outcome": "not_proven"}, {"points": "0", "departs": True}),
    ],
)
def test_the_bench_says_what_a_ruling_would_give_and_writes_nothing(
    now_open: Group, typed: dict[str, str], told: dict[str, object]
) -> None:
    response = client(now_open, "chi").post(bench(now_open, "appraise-points"), typed)

    assert response.json() == told | {"problem": ""}
    assert not Ruling.objects.exists()


def test_what_cannot_be_scored_is_said_and_needs_a_reason(now_open: Group) -> None:
    typed = {"outcome": "answered", "numerator": "120", "denominator": "0"}

    told = client(now_open, "chi").post(bench(now_open, "appraise-points"), typed).json()

    assert told["points"] == ""
    assert told["problem"]


@pytest.mark.parametrize("who", ["an", "ly", "binh", "mai", "administrator"])
def test_who_does_not_see_the_bench_learns_no_points(now_open: Group, who: str) -> None:
    link = bench(now_open, "appraise-points")

    assert client(now_open, who).post(link, {"outcome": "claimed"}).status_code == 404


def test_like_rulings_and_what_was_seen_stand_beside_the_ruling(now_open: Group) -> None:
    now = timezone.now()
    rule(
        appraisal=now_open.there, code="1.2", raw=CUT["1.2"], grounds=Grounds(reason="Chỉ đếm việc đúng hạn."), number=0,
        by=now_open.chi, at=now,
    )  # fmt: skip
    noted(now_open, now)

    page = client(now_open, "chi").get(bench(now_open)).content.decode()

    assert "Chỉ đếm việc đúng hạn." in page
    assert SEEN in page
    assert 'name="saw"' in page


def test_the_bench_asks_as_much_of_the_database_whatever_stands_beside(now_open: Group) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client(now_open, "chi").get(bench(now_open)).status_code == 200
        return len(asked)

    world_of(now_open.cast)
    noted(now_open, timezone.now())
    few = cost()
    for _ in range(4):
        noted(now_open, timezone.now())

    assert cost() == few


def test_what_a_second_ruling_leaves_as_the_first_cut_it_is_not_called_agreed(group: Group) -> None:
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)
    replied(group)
    answered(group)

    (row,) = rows_of([group.here.assessment], law_of(group.cast.round.edition).item("1.2"), group.chi, AGAIN)

    assert row.ruling is not None
    assert (row.ruling.departs, row.adjusted) == (False, True)


def test_only_those_that_wait_are_shown_where_that_is_asked(now_open: Group) -> None:
    client(now_open, "chi").post(bench(now_open), {"outcome": "claimed", "number": "0"})
    link = reverse("appraise-across", args=[now_open.cast.round.pk, "1.2"])

    page = client(now_open, "chi").get(f"{link}?con=cho").content.decode()

    assert bench(now_open, unit="there") in page
    assert bench(now_open) not in page
