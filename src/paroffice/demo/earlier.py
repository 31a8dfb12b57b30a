"""How the first unit divided its work, and its sheet of the year before: invented."""

from datetime import datetime, timedelta

from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment, State
from paroffice.people.models import Person
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time


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


def year_before(assessment: Assessment, people: dict[str, Person], at: datetime) -> None:
    """The same unit's sheet of the year before, over the same edition, so that each item shows what it was."""
    year = assessment.round.year - 1
    then = at - timedelta(days=365)
    round_ = open_round(
        year=year, title=f"Tự đánh giá năm {year} (minh họa)", edition=assessment.round.edition, by=people["dung"],
        at=then, windows=[(Step.SELF_ASSESSMENT, "", Time(opens_at=then, closes_at=then + timedelta(days=30)))],
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
