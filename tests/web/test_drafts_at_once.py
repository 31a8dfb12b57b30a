"""Several people write on one draft, or on one round's dates, at the same moment."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from paroffice.refused import Refused
from paroffice.rounds.actions import set_window
from paroffice.rounds.models import Step, Window, WindowChange
from paroffice.rounds.queries import Time
from paroffice.rubrics import actions
from paroffice.rubrics.models import AdoptedEdition, Draft
from paroffice.rubrics.places import place_in
from paroffice.rubrics.written import Written
from tests.web.conftest import CLOSES, NOON, OPENS, Cast
from tests.web.test_concurrency import at_once, kinds
from tests.web.test_drafts import begun, held, law, part

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_those_who_save_the_same_part_one_is_kept_and_the_others_hear_of_it(cast: Cast) -> None:
    draft = begun(cast)
    link, office = part(draft, "1-field:0"), cast.as_("dung")
    opened = held(office, link)
    offices = [cast.as_("dung") for _ in range(4)]

    answers = at_once([partial(one.post, link, opened | {"title": f"Tên {at}"}) for at, one in enumerate(offices)])

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: 3}  # type: ignore[attr-defined]
    assert Draft.objects.get().edits == 1


def test_those_who_save_different_parts_all_keep_what_they_wrote(cast: Cast) -> None:
    draft = begun(cast)
    places = [f"1-field:{number}" for number in range(4)]
    offices = [cast.as_("dung") for _ in places]
    opened = [held(one, part(draft, place)) for one, place in zip(offices, places, strict=True)]

    answers = at_once(
        [
            partial(one.post, part(draft, place), fields | {"title": f"Tên {place}"})
            for one, place, fields in zip(offices, places, opened, strict=True)
        ]
    )

    assert {answer.status_code for answer in answers} == {302}  # type: ignore[attr-defined]
    written = Written(Draft.objects.get().files)
    assert [written.outline(place_in(place)).title for place in places] == [f"Tên {place}" for place in places]  # type: ignore[union-attr]


def test_a_draft_is_adopted_once(cast: Cast) -> None:
    draft = begun(cast)
    digest = law(cast.as_("dung"), draft)

    results = at_once([partial(actions.adopt_draft, draft=draft, law=digest, by=cast.dung, at=NOON)] * 3)

    assert kinds(results) == {"AdoptedEdition": 1, Refused.__name__: 2}
    assert AdoptedEdition.objects.filter(name="sound-2").count() == 1


def test_two_who_change_the_same_dates_leave_both_changes_told(cast: Cast) -> None:
    times = [Time(opens_at=OPENS, closes_at=CLOSES + timedelta(days=days)) for days in (1, 2)]
    change = partial(
        set_window,
        round_=cast.round,
        step=Step.SELF_ASSESSMENT,
        block="",
        reason="Công văn 31",
        by=cast.dung,
        at=NOON,
    )

    at_once([partial(change, time=time) for time in times])

    first, second = WindowChange.objects.order_by("pk")
    assert first.closed_at == CLOSES
    assert second.closed_at == first.closes_at
    assert Window.objects.get().closes_at == second.closes_at


@pytest.mark.parametrize(
    "name", ["rounds", "timetable", "clarifications", "questions", "draft", "editions", "drafts"]
)
def test_the_number_of_queries_does_not_grow(cast: Cast, name: str, django_assert_max_num_queries: object) -> None:
    draft = begun(cast)
    for days in range(1, 6):
        set_window(
            round_=cast.round, step=Step.SELF_ASSESSMENT, block="", reason="x", by=cast.dung, at=NOON,
            time=Time(opens_at=OPENS, closes_at=CLOSES + timedelta(days=days)),
        )  # fmt: skip
        begun(cast)
    whole = {"rounds": [], "editions": [], "drafts": [], "draft": [draft.pk]}
    client, link = cast.as_("dung"), reverse(name, args=whole.get(name, [cast.round.pk]))
    client.get(link)

    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(link)
