"""Laws of the one-stop's clocks and figures, and the quick clocks against the minute-by-minute ones."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from parindex.onestop.calendar import NO_TIME, Calendar, midnight
from parindex.onestop.clocks.index import index_clock
from parindex.onestop.clocks.legal import legal_clock
from parindex.onestop.deadline import Terms, due_of
from parindex.onestop.events import Event, EventKind
from parindex.onestop.facts import INSTANT, Dossier, Level, Period, Procedure
from parindex.onestop.figures import FIGURES, figures
from parindex.onestop.regime import Limit, LimitUnit
from parindex.onestop.reports import DossierReport
from parindex.onestop.rows import DossierRow, column_sums, dossier_row
from parindex.onestop.service_index import Assumptions, service_score
from parindex.onestop.service_shapes import read_service_index
from parindex.rubric.answers import Ratio
from tests.core import onestop_reference as slow
from tests.core.onestop import LAW, regimes, rules, terms

FIRST = date(2026, 3, 2)
START = midnight(FIRST)
SPAN = 12
INDEX = read_service_index(LAW, "qd-766-2022")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

moments = st.integers(0, SPAN * 24 * 60 - 1).map(lambda minute: START + timedelta(minutes=minute))
kinds = st.sampled_from(list(EventKind))
limits = st.one_of(
    st.builds(Limit, amount=st.integers(1, 12).map(lambda n: Fraction(n, 2)), unit=st.just(LimitUnit.WORKING_DAYS)),
    st.builds(Limit, amount=st.integers(1, 12).map(Fraction), unit=st.just(LimitUnit.WORKING_HOURS)),
    st.builds(Limit, amount=st.integers(1, 12).map(Fraction), unit=st.just(LimitUnit.CALENDAR_DAYS)),
    st.builds(Limit, amount=st.integers(1, 200).map(Fraction), unit=st.just(LimitUnit.CLOCK_HOURS)),
    st.just(Limit(amount=Fraction(0), unit=LimitUnit.SAME_DAY)),
)


@st.composite
def days_of_offices(draw: st.DrawFn) -> slow.Days:
    """Some odd weeks, and then plain days enough for any limit to end in."""
    odd = draw(st.lists(st.sampled_from(slow.KINDS), min_size=SPAN, max_size=SPAN))
    return slow.some_days(FIRST, [*odd, *[slow.KINDS[-1]] * 60])


@st.composite
def happenings(draw: st.DrawFn) -> list[Event]:
    """Anything at all, in any order, possible or not."""
    return [
        Event(at=at, kind=kind, due=draw(moments) if kind is EventKind.EXTENDED else None)
        for at, kind in draw(st.lists(st.tuples(moments, kinds), max_size=12))
    ]


@st.composite
def supplements(draw: st.DrawFn) -> list[Event]:
    """A dossier received and finished, with supplements asked and brought in between, each at a minute of its own."""
    received, *between, finished = sorted(draw(st.lists(moments, min_size=2, max_size=8, unique=True)))
    pairs = zip(between[::2], between[1::2], strict=False)
    asked = [
        Event(at=at, kind=kind)
        for pair in pairs
        for at, kind in zip(pair, (EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_COMPLETED), strict=True)
    ]
    return [Event(at=received, kind=EventKind.RECEIVED), *asked, Event(at=finished, kind=EventKind.FINISHED)]


def office(days: slow.Days, limit: Limit, **changed: str) -> Terms:
    return Terms(limit=limit, calendar=Calendar.of("test", days), rules=rules(changed))


@SLOW
@given(days=days_of_offices(), ends=st.tuples(moments, moments, moments))
def test_cutting_an_interval_in_two_changes_nothing(
    days: slow.Days, ends: tuple[datetime, datetime, datetime]
) -> None:
    start, cut, end = sorted(ends)
    worked = Calendar.of("test", days).worked_between

    assert worked(start, cut) + worked(cut, end) == worked(start, end)


@SLOW
@given(days=days_of_offices(), ends=st.tuples(moments, moments))
def test_working_time_is_the_number_of_open_minutes(days: slow.Days, ends: tuple[datetime, datetime]) -> None:
    start, end = sorted(ends)

    assert Calendar.of("test", days).worked_between(start, end) == timedelta(minutes=slow.used(days, [], start, end))


@SLOW
@given(days=days_of_offices(), start=moments, worked=st.integers(1, 2000))
def test_a_moment_after_so_much_work_is_found_again(days: slow.Days, start: datetime, worked: int) -> None:
    calendar, length = Calendar.of("test", days), timedelta(minutes=worked)

    found = calendar.after(start, length)

    assert calendar.worked_between(start, found) == length
    assert found == slow.after_open_minutes(days, start, worked)


@SLOW
@given(days=days_of_offices(), received=moments, amount=st.integers(1, 12))
def test_a_due_moment_is_what_walking_finds(days: slow.Days, received: datetime, amount: int) -> None:
    hours = Limit(amount=Fraction(amount), unit=LimitUnit.WORKING_HOURS)
    half_days = Limit(amount=Fraction(amount, 2), unit=LimitUnit.WORKING_DAYS)

    assert office(days, hours).due_from(received) == slow.due_in_hours(days, received, amount)
    assert office(days, half_days).due_from(received) == slow.due_in_days(days, received, half_days.amount)


@SLOW
@given(days=days_of_offices(), events=supplements(), amount=st.integers(1, 12))
def test_the_index_clock_is_what_walking_minute_by_minute_finds(
    days: slow.Days, events: list[Event], amount: int
) -> None:
    kept = office(days, Limit(amount=Fraction(amount, 2), unit=LimitUnit.WORKING_DAYS))
    received, finished = events[0].at, events[-1].at
    due = slow.index_due(days, events, slow.due_in_days(days, received, kept.limit.amount), finished)

    clock = index_clock(events, kept, finished)

    assert clock is not None
    assert clock.used == timedelta(minutes=slow.used(days, events, received, finished))
    assert clock.due == due
    assert clock.on_time == (finished <= due and len(events) <= 4)


@SLOW
@given(days=days_of_offices(), events=supplements(), amount=st.integers(1, 12))
def test_the_legal_clock_starts_again_with_the_last_supplement(
    days: slow.Days, events: list[Event], amount: int
) -> None:
    kept = office(days, Limit(amount=Fraction(amount, 2), unit=LimitUnit.WORKING_DAYS))
    starts = [event.at for event in events if event.kind in (EventKind.RECEIVED, EventKind.SUPPLEMENT_COMPLETED)]
    stops = [event.at for event in events if event.kind in (EventKind.SUPPLEMENT_REQUESTED, EventKind.FINISHED)]
    dues = [slow.due_in_days(days, start, kept.limit.amount) for start in starts]

    clock = legal_clock(events, kept, events[-1].at)

    assert clock is not None
    assert [leg.due for leg in clock.legs] == dues
    assert clock.overdue == any(stop > due for stop, due in zip(stops, dues, strict=True))


@SLOW
@given(days=days_of_offices(), events=happenings(), limit=limits, as_of=moments, stops=st.booleans())
def test_no_event_and_no_order_makes_time_negative(
    days: slow.Days, events: list[Event], limit: Limit, as_of: datetime, stops: bool
) -> None:
    kept = office(days, limit, payment_wait="stops" if stops else "runs")

    legal, index = legal_clock(events, kept, as_of), index_clock(events, kept, as_of)

    assert (legal is None) == (index is None)
    if legal is None or index is None:
        return
    assert NO_TIME <= index.used <= kept.time_between(index.started_at, index.ended_at)
    assert index.started_at <= index.ended_at <= as_of
    edges = [edge for pause in index.pauses for edge in (pause.since, pause.until)]
    assert edges == sorted(edges)
    assert all(leg.stopped_at is None or leg.started_at <= leg.stopped_at for leg in legal.legs)
    assert index.due >= kept.due_from(index.started_at)


@SLOW
@given(
    days=days_of_offices(), events=happenings(), limit=limits, as_of=moments, rng=st.randoms(use_true_random=False)
)
def test_the_order_of_the_file_says_nothing(
    days: slow.Days, events: list[Event], limit: Limit, as_of: datetime, rng: object
) -> None:
    kept, other = office(days, limit), list(events)
    rng.shuffle(other)  # type: ignore[attr-defined]

    assert legal_clock(other, kept, as_of) == legal_clock(events, kept, as_of)
    assert index_clock(other, kept, as_of) == index_clock(events, kept, as_of)


@SLOW
@given(days=days_of_offices(), events=supplements(), limit=limits, share=st.fractions(0, 1, max_denominator=50))
def test_a_pause_cut_in_two_is_as_long(days: slow.Days, events: list[Event], limit: Limit, share: Fraction) -> None:
    asked = [event for event in events if event.kind is EventKind.SUPPLEMENT_REQUESTED]
    assume(asked)
    since, until = events[1].at, events[2].at
    cut = since + (until - since) * share.numerator // share.denominator
    assume(since < cut < until)
    more = [
        Event(at=cut, kind=EventKind.SUPPLEMENT_COMPLETED),
        Event(at=cut + INSTANT, kind=EventKind.SUPPLEMENT_REQUESTED),
    ]

    whole, halves = (index_clock(some, office(days, limit), events[-1].at) for some in (events, [*events, *more]))

    assert whole is not None
    assert halves is not None
    assert NO_TIME <= halves.used - whole.used <= INSTANT
    assert NO_TIME <= whole.due - halves.due <= INSTANT


@SLOW
@given(days=days_of_offices(), ends=st.tuples(moments, moments), limit=limits)
def test_who_comes_later_is_due_no_sooner(days: slow.Days, ends: tuple[datetime, datetime], limit: Limit) -> None:
    early, late = sorted(ends)
    kept = office(days, limit)

    assert due_of(limit, early, kept.calendar, kept.rules) <= due_of(limit, late, kept.calendar, kept.rules)


PROCEDURE = Procedure(
    code="p",
    version="1",
    name="p",
    field="f",
    level=Level.COMMUNE,
    limit=Limit(amount=Fraction(2), unit=LimitUnit.WORKING_DAYS),
    announced_by=Level.PROVINCE,
    announced_on=FIRST,
    effective_on=FIRST,
)


def row(events: list[Event], since: int, until: int) -> DossierRow | None:
    dossier = Dossier(
        code="d", unit="u", procedure=PROCEDURE, regime="nd-45-2020", calendar="minh-hoa", events=events
    )
    period = Period(since=FIRST + timedelta(days=since), until=FIRST + timedelta(days=until))
    return dossier_row(dossier, terms("2 working_days"), period, INDEX.clock)


@SLOW
@given(many=st.lists(happenings(), max_size=6), cut=st.integers(1, SPAN - 1))
def test_the_report_adds_up_and_carries_over_whatever_happened(many: list[list[Event]], cut: int) -> None:
    before = [found for events in many if (found := row(events, 0, cut - 1))]
    then = [found for events in many if (found := row(events, cut, SPAN))]

    first, second = (DossierReport.of("", column_sums(rows)) for rows in (before, then))

    assert [*first.flaws("first"), *second.flaws("second"), *second.flaws_after(first, "second")] == []


def test_what_ends_the_instant_a_period_begins_belongs_to_it() -> None:
    events = [
        Event(at=START + timedelta(hours=9), kind=EventKind.RECEIVED),
        Event(at=midnight(FIRST + timedelta(days=1)), kind=EventKind.FINISHED),
    ]

    before, then = row(events, 0, 0), row(events, 1, 1)

    assert before is not None
    assert then is not None
    assert (before.open, then.carried_over, then.ended) == (1, 1, 1)


sums = st.fixed_dictionaries({name: st.integers(0, 5) for name in column_sums([])})
shares = st.builds(lambda a, b: Ratio(Fraction(min(a, b)), Fraction(b)), st.integers(0, 9), st.integers(0, 9))
given_figures = st.dictionaries(
    st.sampled_from(sorted({one.figure for one in INDEX.components()} | set(FIGURES))), shares
)


@given(sums=sums)
def test_every_figure_is_a_quotient_that_is_not_negative(sums: dict[str, int]) -> None:
    assert all(ratio.numerator >= 0 and ratio.denominator >= 0 for ratio in figures(sums).values())


@given(known=given_figures)
def test_points_stay_between_nothing_and_what_is_possible(known: dict[str, Ratio]) -> None:
    score = service_score(INDEX, known)

    assert 0 <= score.lowest <= score.highest <= score.possible <= 100


@given(known=given_figures, parts=st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_however_the_unknown_points_are_split_the_total_stays_in_the_range(
    known: dict[str, Ratio], parts: tuple[int, int]
) -> None:
    low, high = sorted(parts)
    split = {"3.1": Fraction(low), "3.2": Fraction(high - low), "3.3": Fraction(12 - high)}

    score, settled = service_score(INDEX, known), service_score(INDEX.assuming(Assumptions(points=split)), known)

    assert score.lowest <= settled.lowest <= settled.highest <= score.highest


def test_a_regime_is_that_of_its_date() -> None:
    known = {
        day: regimes().on(date.fromisoformat(day)) for day in ("2018-06-20", "2018-06-21", "2025-06-30", "2025-07-01")
    }

    names = [regime and regime.name for regime in known.values()]
    assert names == [None, "nd-61-2018", "nd-107-2021", "nd-118-2025"]
