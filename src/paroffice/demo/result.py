"""The year before, determined and published: through the same doors as anyone, with an invented decision."""

from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from django.core.files.base import ContentFile

from parindex.publish.documents.pdf import pdf_of
from paroffice.assessments.report import dated
from paroffice.people.models import Person
from paroffice.results.actions import complaints, life
from paroffice.results.actions.survey import Handed, take_survey
from paroffice.results.models import Result
from paroffice.rounds.models import Round

NUMBER = "98/QĐ-UBND (minh họa)"


def determine(example: Path, round_: Round, people: dict[str, Person], now: datetime) -> None:
    """Survey figures handed in, computed, frozen, published; one complaint answered, one that waits."""
    dung, at = people["dung"], now - timedelta(days=240)
    handed = Handed(
        responses=(example / "survey/responses.csv").read_text(encoding="utf-8"),
        percentages=(example / "survey/percentages.csv").read_text(encoding="utf-8"),
    )
    source = paper("Báo cáo kết quả điều tra xã hội học (minh họa)", "45/BC-SNV", at)
    taken = take_survey(round_=round_, handed=handed, source=source, by=dung, at=at)
    assert not isinstance(taken, list), taken
    drafted = life.compute(round_=round_, by=dung, at=at)
    assert isinstance(drafted, Result), drafted
    frozen = life.freeze(result=drafted, by=dung, at=at + timedelta(days=1))
    assert isinstance(frozen, Result), frozen
    decided = at + timedelta(days=5)
    signed = paper(f"Quyết định công bố chỉ số cải cách hành chính năm {round_.year} (minh họa)", NUMBER, decided)
    published = life.publish(
        result=frozen, decision=NUMBER, decided_on=decided.date(), signed=signed, public_at=None, by=dung, at=decided
    )
    _complain(published, people, now)


def _complain(published: Result, people: dict[str, Person], now: datetime) -> None:
    answered = complaints.complain(
        result=published, unit=published.round.participants.order_by("pk")[0].unit, sender="", item="3.3.2",
        text="Đề nghị tính cả các thủ tục công bố lại cuối năm (minh họa).", by=people["an"],
        at=now - timedelta(days=220),
    )  # fmt: skip
    complaints.answer(
        complaint=answered, upheld=False, text="Hội đồng giữ kết quả: thời hạn tính từ ngày công bố (minh họa).",
        by=people["dung"], at=now - timedelta(days=210),
    )  # fmt: skip
    complaints.complain(
        result=published, unit=None, sender="Một tổ chức xã hội (minh họa)", item="",
        text="Đề nghị công khai phương pháp chọn mẫu điều tra (minh họa).", by=people["dung"],
        at=now - timedelta(days=2),
    )  # fmt: skip


def paper(title: str, number: str, at: datetime) -> ContentFile:
    """An invented paper, a page."""
    content = {"title": title, "number": number, "dated": dated("Ninh Bình", at.date()), "items": []}
    template = files("paroffice.demo").joinpath("paper.typ").read_text(encoding="utf-8")
    return ContentFile(pdf_of(template, content), name="van-ban.pdf")
