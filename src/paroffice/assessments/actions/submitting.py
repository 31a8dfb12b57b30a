"""What a unit says besides its answers, the sheet handed over, and given back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.errors import Finding
from parindex.words import Words
from paroffice.assessments.actions.figures import open_disputes
from paroffice.assessments.actions.ground import ChangedMeanwhile, open_row, row_of, trace
from paroffice.assessments.ledger import digest_of, lines_of
from paroffice.assessments.models import Assessment, State, Statement, Submission
from paroffice.assessments.queries import Line, sheet_of
from paroffice.assessments.texts import line, paragraphs
from paroffice.assessments.words import told
from paroffice.assessments.workflow import after
from paroffice.evidence.models import Version
from paroffice.evidence.queries import has_broken_signature, is_paged
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused

LONG = ("difficulties", "proposals")
SHOWN = 12
"""As many items are named in a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The signed report under which a sheet is handed over."""

    registered_as: str
    registered_on: date | None
    signed: Version | None


@transaction.atomic
def state(
    *, assessment: Assessment, said: dict[str, str], edits: int, by: Person, at: datetime
) -> Statement | Finding:
    """The head of the report, the difficulties, the proposals. Raises `ChangedMeanwhile` as `answer` does."""
    locked = open_row(assessment, "assessments.answer", by, at)
    kept = {name: (paragraphs if name in LONG else line)(text) for name, text in said.items()}
    for name, text in kept.items():
        field = Statement._meta.get_field(name)
        if len(text) > (field.max_length or 0):
            problem = told(_("«{label}» dài quá {most} ký tự."), label=field.verbose_name, most=field.max_length)
            return Finding(where=name, problem=problem, remedy=told(_("Hãy viết ngắn lại.")))
    standing = Statement.objects.select_for_update(of=("self",)).filter(assessment=locked).first()
    if standing is not None and standing.edits != edits:
        raise ChangedMeanwhile(standing)
    held = kept | {"edits": standing.edits + 1 if standing else 1, "changed_by": by, "changed_at": at}
    before = None if standing is None else {name: getattr(standing, name) for name in kept}
    if before == kept and standing is not None:
        return standing
    saved, _made = Statement.objects.update_or_create(assessment=locked, defaults=held)
    trace(locked, "assessments.state", "statement", by, at, before, kept)
    return saved


@transaction.atomic
def require_submittable(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """The row, locked, of a sheet that this person could hand over now. Asked before a file is taken in."""
    locked = open_row(assessment, "assessments.submit", by, at, writable=False)
    after(locked.state, "submit")
    _require_whole(sheet_of(locked).waiting)
    return locked


@transaction.atomic
def submit(*, assessment: Assessment, paper: Paper, by: Person, at: datetime) -> Submission | list[Finding]:
    """Hands the sheet over under its signed report and locks it, or says what is wrong with the report."""
    locked = require_submittable(assessment=assessment, by=by, at=at)
    following = after(locked.state, "submit")
    findings = [finding for finding in _flaws(locked, paper, at) if finding is not None]
    if findings:
        return findings
    before = {"state": locked.state}
    locked.state, locked.submitted_at, locked.submitted_by = following, at, by
    locked.save(update_fields=["state", "submitted_at", "submitted_by"])
    lines = lines_of(locked)
    submission = Submission.objects.create(
        assessment=locked, number=locked.submissions.count() + 1, registered_as=line(paper.registered_as),
        registered_on=paper.registered_on, signed=paper.signed, lines=lines, digest=digest_of(lines), by=by, at=at,
    )  # fmt: skip
    open_disputes(locked, by, at)
    trace(locked, "assessments.submit", "", by, at, before, _told(submission))
    return submission


def _require_whole(waiting: list[Line]) -> None:
    """Every item answered; what is claimed without proof, explained."""
    open_ones = [line.item.code for line in waiting if line.cell is None]
    if open_ones:
        count = len(open_ones)
        raise Refused(
            ngettext(
                "Còn %(count)d mục chưa trả lời: %(codes)s.", "Còn %(count)d mục chưa trả lời: %(codes)s.", count
            )
            % {"count": count, "codes": ", ".join(open_ones[:SHOWN])},
            _("Hãy trả lời đủ các mục rồi nộp."),
        )
    if waiting:
        codes = ", ".join(line.item.code for line in waiting[:SHOWN])
        raise Refused(
            _("Có mục được tính điểm mà không có tài liệu, cũng không có giải trình: %(codes)s.") % {"codes": codes},
            _("Hãy thêm tài liệu kiểm chứng, hoặc giải trình vì sao thiếu."),
        )


def _flaws(assessment: Assessment, paper: Paper, at: datetime) -> list[Finding | None]:
    """What is wrong with the report, each beside its field."""
    named = line(paper.registered_as)
    return [
        _finding("registered_as", told(_("Chưa ghi số, ký hiệu báo cáo.")) if not named else None),
        _finding("registered_as", told(_("Số, ký hiệu dài quá 60 ký tự.")) if len(named) > 60 else None),
        _finding("registered_on", _day_flaw(paper.registered_on, timezone.localtime(at).date())),
        _finding("signed", _file_flaw(assessment, paper.signed)),
    ]


def _finding(where: str, problem: Words | None) -> Finding | None:
    return None if problem is None else Finding(where=where, problem=problem, remedy=told(_("Hãy sửa rồi nộp lại.")))


def _day_flaw(day: date | None, today: date) -> Words | None:
    if day is None:
        return told(_("Chưa ghi ngày báo cáo."))
    return told(_("Ngày báo cáo ở tương lai.")) if day > today else None


def _file_flaw(assessment: Assessment, version: Version | None) -> Words | None:
    """A PDF or a scan of the unit's own; digital signatures, where there are some, must hold."""
    if version is None:
        return told(_("Chưa có bản báo cáo đã ký."))
    if version.document.unit_id != assessment.unit_id:
        raise NotVisible
    if not is_paged(version):
        return told(_("Bản đã ký phải là PDF hoặc ảnh quét."))
    if has_broken_signature(version):
        return told(_("Chữ ký số trên tệp không còn nguyên vẹn, hoặc tệp bị sửa sau khi ký."))
    return None


def _told(submission: Submission) -> dict[str, object]:
    return {
        "state": State.SUBMITTED.value,
        "number": submission.number,
        "registered_as": submission.registered_as,
        "registered_on": submission.registered_on.isoformat(),
        "signed": submission.signed.sha256,
        "digest": submission.digest,
    }


@transaction.atomic
def return_to_unit(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """The round office gives the sheet back to be mended; what was handed over stays on record."""
    locked, why = row_of(assessment, "assessments.return", by, at), paragraphs(reason)
    following = after(locked.state, "return")
    if not why:
        raise Refused(_("Trả lại phải có lý do."), _("Hãy ghi điều đơn vị cần sửa."))
    locked.state, locked.returned_for = following, why
    locked.save(update_fields=["state", "returned_for"])
    trace(locked, "assessments.return", "", by, at, {"state": State.SUBMITTED.value}, {"reason": why})
    return locked
