"""How the first unit divided its work, and its sheet of the year before: invented."""

from datetime import datetime, timedelta

from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment, State
from paroffice.demo.appraisal import appraise
from paroffice.people.models import Person
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Step
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


def year_before(assessment: Assessment, people: dict[str, Person], at: datetime) -> None:
    """The same unit's sheet of the year before, over the same edition, and how it was appraised."""
    year = assessment.round.year - 1
    then = at - timedelta(days=365)
    round_ = open_round(
        year=year, title=TITLE.format(year), edition=assessment.round.edition, by=people["dung"],
        at=then, windows=windows_from(then),
        units=[assessment.unit], illustrative=True,
    )  # fmt: skip
    earlier = assessments.begin(round_=round_, unit=assessment.unit, at=then)
    Answer.objects.bulk_create(
        Answer(
            assessment=earlier, item=one.item, **one.raw._asdict(), note="", changed_by=people["an"], changed_at=then
        )
        for one in assessment.answers.exclude(outcome__in=("not_proven", "not_applicable"))
    )
    Assessment.objects.filter(pk=earlier.pk).update(
        state=State.SUBMITTED, submitted_at=then + timedelta(days=20), submitted_by=people["ly"]
    )
    earlier.refresh_from_db()
    appraise(earlier, people, then)
