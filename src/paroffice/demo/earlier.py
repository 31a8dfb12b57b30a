"""How the first unit divided its work, and the year before: invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from parindex.index.round import Round as PlainRound
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Assessment, State
from paroffice.demo.answers import said_in, save
from paroffice.demo.appraisal import appraise
from paroffice.demo.papers import put_report
from paroffice.people.models import Person, Unit
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time

TITLE = "Xác định chỉ số cải cách hành chính năm {} (minh họa)"


def divide(assessment: Assessment, people: dict[str, Person], at: datetime) -> None:
    """Who does what, and what the report says besides."""
    shares = {"3": people["an"], "4": people["an"], "7": people["ly"]}
    assessments.divide(assessment=assessment, shares=shares, by=people["ly"], at=at)
    said = {
        "above": "UBND tỉnh Ninh Bình", "place": "Kim Sơn", "post": "Chủ tịch", "signer": "Lý (minh họa)",
        "difficulties": "Công chức một cửa ở xã kiêm nhiệm nhiều việc, chưa theo kịp hồ sơ trực tuyến (minh họa).",
        "proposals": "Đề nghị tỉnh tập huấn sớm hơn và dùng chung một biểu mẫu báo cáo (minh họa).",
    }  # fmt: skip
    assessments.state(assessment=assessment, said=said, edits=0, by=people["an"], at=at)


def windows_from(then: datetime) -> list[tuple[Step, str, Time]]:
    """A month for each step, one after the other."""
    steps = (Step.SELF_ASSESSMENT, Step.APPRAISAL, Step.REPLY, Step.SECOND_APPRAISAL)
    edges = [then + timedelta(days=day) for day in (0, 30, 60, 75, 100)]
    return [
        (step, "", Time(opens_at=begin, closes_at=end))
        for step, begin, end in zip(steps, edges, edges[1:], strict=False)
    ]


def year_before(
    plain: PlainRound, this_year: Round, people: dict[str, Person], officers: Sequence[Person], then: datetime
) -> Round:
    """The sheets of the year before over the same edition, as these files have them, and how they were appraised."""
    year = this_year.year - 1
    units = [one.unit for one in this_year.assessments.select_related("unit").order_by("pk")]
    round_ = open_round(
        year=year, title=TITLE.format(year), edition=this_year.edition, by=people["dung"], at=then,
        windows=windows_from(then), units=units, illustrative=True,
    )  # fmt: skip
    sheets = [_handed_over(plain, place, round_, unit, officers[place], then) for place, unit in enumerate(units)]
    appraise(sheets, plain, people, officers, then)
    return round_


def _handed_over(
    plain: PlainRound, place: int, round_: Round, unit: Unit, officer: Person, then: datetime
) -> Assessment:
    sheet = assessments.begin(round_=round_, unit=unit, at=then)
    save(sheet, ((line, then) for line in said_in(plain, place, sheet)), officer)
    put_report(sheet, officer, then)
    handed = {"submitted_at": then + timedelta(days=20), "submitted_by": officer}
    Assessment.objects.filter(pk=sheet.pk).update(state=State.SUBMITTED, **handed)
    sheet.refresh_from_db()
    return sheet
