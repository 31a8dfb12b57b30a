"""The nine indicators, the service index and the reports, each against figures worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from parindex.onestop.deadline import Timeliness
from parindex.onestop.evaluation import Handled, UnitRecord, unit_evaluation
from parindex.onestop.facts import Level
from parindex.onestop.indicators import (
    INDICATORS,
    AgencyClass,
    Evaluation,
    StaffTask,
    agency_time,
    at_the_unit,
    attitude,
    bodies_contacted,
    contacts,
    evaluated,
    feedback_handled,
    made_public,
    mean_indicator,
    online_service,
    total_time,
)
from parindex.onestop.register import read_register
from parindex.onestop.reports import DossierReport, LevelCounts, ProcedureReport
from parindex.onestop.scores import procedure_report, unit_scores, whole_score
from parindex.onestop.service_index import Assumptions, ServiceClass, WhenNone, service_score
from parindex.onestop.service_shapes import read_service_index
from parindex.rubric.answers import Ratio
from tests.core.onestop import LAW, REGISTER

EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
INDEX = read_service_index(LAW, "qd-766-2022")
NAMES = {name for one in INDEX.components() for name in (one.figure, one.times) if name}
FULL = {name: Ratio(Fraction(4), Fraction(4)) for name in NAMES}


def of(numerator: int, denominator: int) -> Ratio:
    return Ratio(Fraction(numerator), Fraction(denominator))


# TT 01/2018 Đ13: the table of nine indicators, in the order of its columns 2, 1, 0.
TABLE = [
    ((total_time(EARLY), total_time(ON_TIME), total_time(LATE)), (2, 1, 0)),
    ((agency_time([EARLY, EARLY]), agency_time([EARLY, ON_TIME]), agency_time([EARLY, LATE])), (2, 1, 0)),
    ((contacts(0), contacts(1), contacts(2), contacts(9)), (2, 1, 0, 0)),
    ((bodies_contacted(0), bodies_contacted(1), bodies_contacted(2)), (2, 1, 0)),
    (
        (
            at_the_unit(Level.DISTRICT, of(10, 20), of(20, 20)),
            at_the_unit(Level.DISTRICT, of(9, 20), of(20, 20)),
            at_the_unit(Level.DISTRICT, of(9, 20), of(19, 20)),
        ),
        (2, 1, 0),
    ),
    (
        (
            at_the_unit(Level.PROVINCE, of(4, 20), of(0, 20)),
            at_the_unit(Level.COMMUNE, of(19, 20), of(20, 20)),
            at_the_unit(Level.COMMUNE, of(20, 20), of(20, 20)),
            at_the_unit(Level.COMMUNE, of(0, 0), of(0, 0)),
        ),
        (2, 1, 2, 0),
    ),
    (
        (
            made_public(posted=True, electronic=True),
            made_public(posted=False, electronic=True),
            made_public(posted=False, electronic=False),
        ),
        (2, 1, 0),
    ),
    ((attitude(EARLY, 0), attitude(ON_TIME, 0), attitude(EARLY, 1), attitude(LATE, 0)), (2, 1, 0, 0)),
    (
        (
            feedback_handled(of(0, 0), 0),
            feedback_handled(of(10, 10), 0),
            feedback_handled(of(9, 10), 0),
            feedback_handled(of(8, 10), 0),
            feedback_handled(of(10, 10), 1),
        ),
        (2, 2, 1, 0, 0),
    ),
    (
        (
            online_service(of(20, 100), of(30, 100), 0),
            online_service(of(20, 100), of(29, 100), 0),
            online_service(of(20, 100), of(15, 100), 0),
            online_service(of(20, 100), of(14, 100), 0),
            online_service(of(20, 100), of(30, 100), 1),
            online_service(of(0, 100), of(30, 100), 0),
            online_service(of(19, 100), of(30, 100), 0),
        ),
        (2, 1, 1, 0, 0, 0, 1),
    ),
]


@pytest.mark.parametrize(("found", "expected"), TABLE)
def test_an_indicator_is_scored_as_the_circular_has_it(found: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert found == expected


def test_an_indicator_is_the_mean_of_its_dossiers_with_one_decimal() -> None:
    assert mean_indicator([2, 1, 1]) == Fraction(13, 10)  # 4/3
    assert mean_indicator([2, 2, 2, 1]) == Fraction(18, 10)  # 1.75, half up
    with pytest.raises(ValueError, match="no mean"):
        mean_indicator([])


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("18", "excellent"),
        ("15", "excellent"),
        ("14.9", "good"),
        ("12", "good"),
        ("11.9", "fair"),
        ("9", "fair"),
        ("8.9", "average"),
        ("6", "average"),
        ("5.9", "weak"),
        ("0", "weak"),
    ],
)
def test_an_agency_is_classed_by_its_total(total: str, name: str) -> None:
    indicators = dict.fromkeys(INDICATORS, Fraction(0)) | {1: Fraction(total)}

    assert Evaluation(indicators=indicators).agency_class is AgencyClass(name)


@pytest.mark.parametrize(
    ("total", "task"), [("5", "whole"), ("4.9", "most_of_it"), ("3.5", "most_of_it"), ("3.4", "too_little")]
)
def test_staff_are_held_to_five_of_the_nine(total: str, task: str) -> None:
    indicators = dict.fromkeys(INDICATORS, Fraction(2)) | dict.fromkeys((1, 2, 3, 4), Fraction(0))

    found = Evaluation(indicators=indicators | {7: Fraction(total)})

    assert (found.staff_total, found.staff_task) == (Fraction(total), StaffTask(task))


def test_all_nine_are_evaluated_or_none() -> None:
    assert evaluated({number: [1, 2] for number in INDICATORS}).agency_total == Fraction(27, 2)
    with pytest.raises(ValueError, match="nine"):
        evaluated({1: [2]})


def test_the_service_index_has_a_hundred_points_in_five_groups() -> None:
    """18 + 20 + 22 + 22 + 18; of the 22 for service online, 12 are not known to be split."""
    assert [group.points for group in INDEX.groups] == [18, 20, 22, 22, 18]
    assert [group.points - group.split_known for group in INDEX.groups] == [0, 0, 12, 0, 0]


def test_everything_full_earns_a_hundred_and_the_best_class() -> None:
    score = service_score(INDEX, FULL)

    assert (score.lowest, score.highest) == (100, 100)
    assert score.class_ is not None
    assert score.class_.name == "Xuất sắc"


@pytest.mark.parametrize(
    ("figure", "ratio", "code", "points"),
    [
        ("announced_on_time", of(1, 3), "1.1", "2"),  # 6 × 1/3
        ("dossiers_on_time", of(19, 20), "2.1", "19"),  # 20 × 0.95
        ("procedures_paid_online", of(40, 100), "3.5a", "1"),  # 2 × 0.4/0.8
        ("procedures_paid_online", of(90, 100), "3.5a", "2"),  # full from 80 %
        ("dossiers_paid_online", of(1, 4), "3.6", "1.5"),
        ("dossiers_reused", of(2, 5), "4.3", "1"),  # 2 × 0.4/0.8
        ("feedback_on_time", of(0, 0), "5.2", "6"),  # none: full
        ("feedback_satisfied", of(0, 0), "5.3", "6"),
        ("dossiers_without_complaint", of(3, 4), "5.4", "5"),  # 6 × 0.75/0.9
        ("dossiers_without_complaint", of(9, 10), "5.4", "6"),
        ("dossiers_without_complaint", of(0, 0), "5.4", "0"),  # no dossier: nothing
    ],
)
def test_a_component_earns_what_its_formula_says(figure: str, ratio: Ratio, code: str, points: str) -> None:
    score = service_score(INDEX, FULL | {figure: ratio})

    earned = next(one for group in score.groups for one in group.earned if one.component.code == code)
    assert (earned.lowest, earned.highest) == (Fraction(points), Fraction(points))


def test_dossiers_online_are_measured_with_what_was_synchronised() -> None:
    """3.3: 40 of 100 online, 3/4 synchronised: 0.3 of the 0.5 that is full, so 3/5."""
    figures = FULL | {"dossiers_online_whole": of(40, 100), "dossiers_synced": of(3, 4)}
    settled = INDEX.assuming(Assumptions(points={"3.1": Fraction(2), "3.2": Fraction(0), "3.3": Fraction(10)}))

    online = service_score(settled, figures).groups[2]

    assert online.earned[2].lowest == 6
    assert (online.lowest, online.highest) == (18, 18)  # 2 + 0 + 6, and 10 for payment


def test_an_unknown_split_gives_a_range_and_no_class() -> None:
    score = service_score(INDEX, FULL | {"procedures_online": of(1, 5), "dossiers_on_time": of(1, 2)})

    assert (score.lowest, score.highest) == (81, 90)  # 12 × 1/4 to 12 × 1, and 10 lost in group 2
    assert score.class_ is None


def test_between_fifty_and_ninety_no_class_is_claimed_unless_it_is_assumed() -> None:
    figures = FULL | {"dossiers_on_time": of(0, 9)}
    good = ServiceClass(name="Tốt", at_least=Fraction(80), below=Fraction(90), mark=INDEX.classes[0].mark)

    assert service_score(INDEX, figures).class_ is None
    assert service_score(INDEX.assuming(Assumptions(classes=(good,))), figures).class_ == good
    assert service_score(INDEX, {name: of(0, 9) for name in FULL}).class_ == INDEX.classes[1]


def test_fifty_points_are_not_below_fifty() -> None:
    best, weak = INDEX.classes

    assert (weak.holds(Fraction(4999, 100)), weak.holds(Fraction(50))) == (True, False)
    assert (best.holds(Fraction(8999, 100)), best.holds(Fraction(90))) == (False, True)


def test_a_figure_that_is_not_given_is_unknown_and_never_zero() -> None:
    given = {name: ratio for name, ratio in FULL.items() if name != "warehouse_connected"}

    assert (service_score(INDEX, given).lowest, service_score(INDEX, given).highest) == (96, 100)


def test_no_cases_where_the_rule_is_unknown_is_a_range_until_it_is_assumed() -> None:
    none = FULL | {"announced_on_time": of(0, 0)}

    def assuming(rule: WhenNone) -> tuple[Fraction, Fraction, Fraction]:
        score = service_score(INDEX.assuming(Assumptions(when_none={"1.1": rule})), none)
        return score.lowest, score.highest, score.possible

    assert service_score(INDEX, none).lowest == 94
    assert service_score(INDEX, none).highest == 100
    assert assuming(WhenNone.ZERO) == (94, 94, 100)
    assert assuming(WhenNone.FULL) == (100, 100, 100)
    assert assuming(WhenNone.LEFT_OUT) == (94, 94, 94)


def test_what_is_known_is_not_changed_by_an_assumption() -> None:
    assumed = Assumptions(points={"1.1": Fraction(1)}, when_none={"5.2": WhenNone.ZERO})

    assert INDEX.assuming(assumed).components() == INDEX.components()


SOUND = DossierReport(
    field="",
    received=10,
    received_online=4,
    received_otherwise=3,
    carried_over=3,
    settled=7,
    settled_early=2,
    settled_on_time=4,
    settled_late=1,
    open=3,
    open_in_time=2,
    open_late=1,
)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("received", 2),
        ("received_online", 1),
        ("received_otherwise", 1),
        ("carried_over", 1),
        ("settled", 2),
        ("settled_early", 1),
        ("settled_on_time", 1),
        ("settled_late", 1),
        ("open", 2),
        ("open_in_time", 1),
        ("open_late", 1),
    ],
)
def test_a_report_that_does_not_add_up_is_told_by_its_columns(column: str, wrong: int) -> None:
    assert list(SOUND.flaws("II.06a")) == []
    assert len(list(replace(SOUND, **{column: getattr(SOUND, column) + 1}).flaws("II.06a"))) == wrong


def test_what_is_carried_over_is_what_was_left_open() -> None:
    assert list(SOUND.flaws_after(SOUND, "II.06a")) == []
    [flaw] = replace(SOUND, carried_over=2).flaws_after(SOUND, "II.06a")
    assert "column 6 is 2" in str(flaw.problem)


def test_a_procedure_report_is_the_sum_of_its_levels() -> None:
    sound = LevelCounts(total=6, province=1, district=2, commune=3)
    report = ProcedureReport(unit="u", procedures=sound, one_stop=sound, processes_approved=sound)

    assert list(report.flaws("II.07b")) == []
    assert len(list(replace(report, one_stop=replace(sound, commune=4)).flaws("II.07b"))) == 1


def test_the_example_is_counted_as_its_events_say() -> None:
    """Dong May: DM-005 (two requests) and DM-007 are late; DM-002 waits; DM-010 was never received."""
    register = read_register(REGISTER)

    dong_may, suoi_sao = unit_scores(register)

    assert dong_may.report == DossierReport(
        field="",
        received=9,
        received_online=4,
        received_otherwise=4,
        carried_over=1,
        settled=6,
        settled_early=2,
        settled_on_time=3,
        settled_late=1,
        open=3,
        open_in_time=3,
        open_late=0,
    )
    assert dong_may.figures["dossiers_on_time"] == of(7, 9)
    assert dong_may.figures["dossiers_paid_online"] == of(2, 5)
    assert suoi_sao.figures["dossiers_on_time"] == of(4, 7)
    assert [list(line.flaws(line.field)) for line in (*dong_may.by_field, *suoi_sao.by_field)] == [[]] * 6
    counts = LevelCounts(total=5, province=0, district=0, commune=5)
    assert procedure_report(register, register.units[0]) == ProcedureReport(
        unit="dong-may",
        procedures=counts,
        one_stop=replace(counts, total=4, commune=4),
        processes_approved=replace(counts, total=3, commune=3),
    )


def test_all_units_together_add_numerators_and_denominators() -> None:
    register = read_register(REGISTER)
    units, whole = unit_scores(register), whole_score(register)

    for name in ("dossiers_on_time", "components_digitised", "procedures_online"):
        parts = [unit.figures[name] for unit in units]
        assert whole.figures[name].numerator == sum(one.numerator for one in parts)
        assert whole.figures[name].denominator == sum(one.denominator for one in parts)
    assert "warehouse_connected" not in whole.figures


HANDLED = Handled(timeliness=EARLY, agencies=[EARLY], supplements=0, complaints=0, posted=True, electronic=True)
RECORD = UnitRecord(
    level=Level.COMMUNE, procedures=10, at_one_stop=10, whole_process=0, offered_online=2, received=10,
    received_online=3, online_late=0, feedback=0, feedback_on_time=0, feedback_prolonged=0,
)  # fmt: skip


def test_a_unit_is_evaluated_from_what_its_system_recorded() -> None:
    """Two dossiers: one early without fault; one late, asked for more, complained of, its procedure only posted.

    Indicators 1 to 4: (2 + 0) / 2, (2 + 0) / 2, (2 + 1) / 2, (2 + 1) / 2; 5: all received there, none told as done there;
    6: (2 + 1) / 2; 7: (2 + 0) / 2; 8: no feedback is full; 9: 20 % of the procedures and 30 % of the dossiers online.
    """
    worse = replace(HANDLED, timeliness=LATE, agencies=[EARLY, LATE], supplements=1, complaints=1, electronic=False)

    found = unit_evaluation([HANDLED, worse], RECORD)

    assert found is not None
    assert [float(found.indicators[number]) for number in INDICATORS] == [1, 1, 1.5, 1.5, 1, 1.5, 1, 2, 2]
    assert (found.staff_total, found.staff_task) == (6, StaffTask.WHOLE)
    assert (float(found.agency_total), found.agency_class) == (12.5, AgencyClass.GOOD)


def test_where_nothing_ended_nothing_is_evaluated() -> None:
    assert unit_evaluation([], RECORD) is None
