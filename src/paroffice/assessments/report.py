"""A unit's self-assessment report: what stands in it, and its three forms: page, Word, PDF."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from parindex.rounding import about, printed, shown
from paroffice.assessments.ledger import digest_of, lines_of
from paroffice.assessments.models import Assessment, State, Statement, Submission
from paroffice.assessments.offline import answer_in_words
from paroffice.assessments.queries import Line, Part, Sheet, sheet_of
from paroffice.assessments.statuses import Status
from paroffice.pages.language import readers_language

OFFICIAL = "vi"
"""The language of the paper that is signed, whatever its reader chose."""
TEMPLATE = "bao-cao-tu-danh-gia.docx"
"""An office's own template lies under this name in the folder `templates` of its data."""


def answer_of(line: Line) -> str:
    """What stands in the column of results."""
    if not line.own:
        by_survey = _("điều tra xã hội học")
        return by_survey if line.item.from_survey else _("cơ quan có thẩm quyền chấm")
    return answer_in_words(line.item.rule(line.fact), line.answer.raw if line.answer else None)


def explained(sheet: Sheet) -> Iterator[Line]:
    """The items on which the unit says something, or must."""
    for line in sheet.own:
        if line.answer is not None and (line.answer.note or line.status is Status.UNPROVEN):
            yield line


def latest_submission(assessment: Assessment) -> Submission | None:
    """The one that stands; none while the sheet is being written."""
    if assessment.state != State.SUBMITTED:
        return None
    return assessment.submissions.defer("lines").order_by("-number").first()


def seal_of(assessment: Assessment, submission: Submission | None) -> str:
    """The digest that the paper bears, so that it can be held against what was handed over."""
    return submission.digest if submission else digest_of(lines_of(assessment))


def as_pdf(assessment: Assessment) -> bytes:
    with translation.override(OFFICIAL):
        content = _content(assessment)
        template = files("paroffice.assessments").joinpath("documents/report.typ").read_text(encoding="utf-8")
        moment = int(assessment.submitted_at.timestamp()) if assessment.submitted_at else 0
        return pdf_of(template, content, timestamp=moment)


def as_word(assessment: Assessment) -> bytes:
    with translation.override(OFFICIAL):
        return word_of(_word_template(), _content(assessment))


def _word_template() -> bytes:
    """The office's own where it laid one down, else the one that comes with the program."""
    own = Path(settings.DATA) / "templates" / TEMPLATE
    if own.is_file():
        return own.read_bytes()
    return files("paroffice.assessments").joinpath("documents", "report.docx").read_bytes()


def _content(assessment: Assessment) -> dict[str, object]:
    """Everything the paper says, as text."""
    sheet, submission = sheet_of(assessment), latest_submission(assessment)
    said = Statement.objects.filter(assessment=assessment).first() or Statement()
    year = {"year": assessment.round.year}
    seal = {"number": assessment.pk, "seal": seal_of(assessment, submission), "law": assessment.round.edition.digest}
    return {
        "illustrative": assessment.round.illustrative,
        "draft": submission is None,
        "above": said.above,
        "issuer": assessment.unit.name,
        "number": _("Số: %(number)s") % {"number": submission.registered_as if submission else "……/BC-……"},
        "dated": dated(said.place, submission.registered_on if submission else None),
        "title": _("Tự đánh giá, chấm điểm cải cách hành chính năm %(year)s") % year,
        "edition": assessment.round.edition.title,
        "claimed": _rounded(sheet.claimed, sheet),
        "most": _rounded(sheet.most, sheet),
        "done": str(sheet.done),
        "count": str(len(sheet.own)),
        "fields": [_field(part, sheet) for part in sheet.parts],
        "explained": [_explanation(line) for line in explained(sheet)],
        "difficulties": said.difficulties.splitlines(),
        "proposals": said.proposals.splitlines(),
        "post": said.post or _("Thủ trưởng đơn vị"),
        "signer": said.signer,
        "source": _(
            "Lập từ bản tự chấm số %(number)s. Mã băm của bản tự chấm: %(seal)s. Số hiệu bộ chỉ số: %(law)s"
        ) % seal,
    }  # fmt: skip


def dated(place: str, day: date | None) -> str:
    """Place and date as a letter bears them: days below ten and the first two months with a zero before."""
    where = place or "……………"
    if day is None:
        return _("%(place)s, ngày …… tháng …… năm ……") % {"place": where}
    months = f"{day.month:02d}" if day.month < 3 else str(day.month)
    said = {"place": where, "day": f"{day.day:02d}", "month": months, "year": day.year}
    return _("%(place)s, ngày %(day)s tháng %(month)s năm %(year)s") % said


def _rounded(value: Fraction, sheet: Sheet) -> str:
    return shown(printed(value, sheet.decimals), readers_language())


def _field(part: Part, sheet: Sheet) -> dict[str, object]:
    return {
        "code": part.group.code,
        "title": part.group.title or "",
        "most": _rounded(part.most, sheet),
        "claimed": _rounded(part.claimed, sheet),
        "items": [_row(line) for line in part.lines],
    }


def _row(line: Line) -> dict[str, str]:
    language = readers_language()
    return {
        "code": line.item.code,
        "title": line.item.title,
        "says": answer_of(line),
        "most": about(line.item.most).said_in(language),
        "points": about(line.points).said_in(language) if line.own and line.cell else "–",
    }


def _explanation(line: Line) -> dict[str, object]:
    note = line.answer.note.splitlines() if line.answer and line.answer.note else [_("Chưa giải trình.")]
    return {"code": line.item.code, "title": line.item.title, "status": str(line.status.says), "note": note}
