"""What citizens do without an account: write, send, bring what is missing, rate, complain, take a number."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.events import EventKind
from paroffice.evidence.actions.taking import kept
from paroffice.onestop import reach
from paroffice.onestop.actions.common import centre_of, needed, require_going_on, text, trace
from paroffice.onestop.actions.counting import next_number
from paroffice.onestop.actions.desk import KEY_LENGTH, LETTERS, LINES, Said, lacking, opened
from paroffice.onestop.actions.events import happen, locked, settle
from paroffice.onestop.actions.papers import KEPT, keep_paper
from paroffice.onestop.models import (
    Channel,
    Dossier,
    DossierPaper,
    DraftFile,
    Moment,
    OnlineDraft,
    PaperKind,
    Petition,
    ProcedureVersion,
    Rating,
    Satisfaction,
    State,
    Ticket,
)
from paroffice.onestop.queries.catalogue import in_force
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused
from paroffice.trail import origin

DRAFT_LASTS = timedelta(days=14)
MOST_BEGUN, WITHIN = 30, timedelta(hours=1)
"""Drafts and petitions that one network may begin in that time."""
MOST_TICKETS = 1500
"""Numbers of a day at one unit; more is somebody playing with the machine."""
RATED_SINCE = {
    Moment.RECEPTION: (EventKind.RECEIVED,),
    Moment.SUPPLEMENT: (EventKind.SUPPLEMENT_REQUESTED,),
    Moment.REFUSAL: (EventKind.REFUSED,),
    Moment.RETURN: (EventKind.RETURNED,),
}


@transaction.atomic
def begin(*, unit: Unit, version: ProcedureVersion, at: datetime) -> OnlineDraft:
    """An empty draft, where the procedure takes dossiers online."""
    require_going_on(unit, at)
    centre = centre_of(unit)
    found = in_force(timezone.localdate(at)).filter(pk=version.pk, online__gte=3, level=centre.level)
    if not found.exists():
        raise Refused(
            _("Thủ tục này không nộp trực tuyến ở đây."), _("Hãy chọn thủ tục khác, hoặc đến nộp trực tiếp.")
        )
    here = origin.here() or ""
    begun = OnlineDraft.objects.filter(origin=here, begun_at__gt=at - WITHIN).count()
    if here and begun >= MOST_BEGUN:
        raise _too_many()
    return OnlineDraft.objects.create(
        unit=unit, version=version, origin=here, begun_at=at, expires_at=at + DRAFT_LASTS
    )


def _too_many() -> Refused:
    return Refused(
        _("Có quá nhiều lần gửi từ mạng này trong một giờ."), _("Hãy thử lại sau, hoặc đến nộp trực tiếp.")
    )


def _open_draft(draft: OnlineDraft, at: datetime) -> OnlineDraft:
    held = OnlineDraft.objects.select_for_update(of=("self",)).select_related("unit", "version").get(pk=draft.pk)
    if held.dossier_id is not None:
        raise Refused(_("Hồ sơ này đã nộp."), _("Hãy tra cứu để xem tình trạng."))
    if at >= held.expires_at:
        raise Refused(_("Bản nháp đã hết hạn."), _("Hãy lập bản mới."))
    return held


@transaction.atomic
def write(*, draft: OnlineDraft, said: Mapping[str, str], at: datetime) -> OnlineDraft:
    """What was typed so far is kept."""
    held = _open_draft(draft, at)
    held.said = {name: text(said.get(name, ""), most) for name, most in LINES.items()}
    held.said |= {name: said.get(name, "")[:12] for name in ("applicant_kind", "result_by")}
    held.save(update_fields=["said"])
    return held


def attach(*, draft: OnlineDraft, component: int, file: File, at: datetime) -> DraftFile:
    """A file for a component; looked at before the database speaks of it."""
    if not 0 <= component < len(draft.version.components):
        raise NotVisible
    taken = {name: value for name, value in kept(file).items() if name in KEPT}
    with transaction.atomic():
        held = _open_draft(draft, at)
        return DraftFile.objects.update_or_create(draft=held, component=component, defaults=taken)[0]


@transaction.atomic
def send(*, draft: OnlineDraft, at: datetime) -> Dossier:
    """Submitted: it waits to be received, and has no code yet."""
    held = _open_draft(draft, at)
    files = {one.component: one for one in held.files.all()}
    said = Said(
        **{name: str(held.said.get(name, "")) for name in LINES},
        applicant_kind=held.said.get("applicant_kind") or "person",
        result_by=held.said.get("result_by") or Channel.ONLINE.value,
        ways=["scanned" if place in files else "" for place in range(len(held.version.components))],
        forms=dict.fromkeys(files, "electronic"),
    )
    if not (said.phone or said.email):
        raise Refused(_("Chưa có cách liên hệ."), _("Hãy ghi điện thoại hoặc thư điện tử để nhận thông báo."))
    dossier = opened(held.unit, held.version, Channel.ONLINE, said, at)
    if missing := lacking(dossier):
        raise Refused(_("Hồ sơ còn thiếu: %(missing)s.") % {"missing": "; ".join(missing)}, _("Hãy đính kèm đủ tệp."))
    settle(dossier, "submit", None, at, {"procedure": held.version.code})
    for one in files.values():
        taken = {name: getattr(one, name) for name in KEPT}
        DossierPaper.objects.create(
            dossier=dossier, what=PaperKind.COMPONENT, component=one.component, stored_at=at, **taken
        )
    happen(dossier, EventKind.SUBMITTED, None, at)
    held.dossier = dossier
    held.save(update_fields=["dossier"])
    return dossier


@transaction.atomic
def bring(*, dossier: Dossier, component: int, file: File, at: datetime) -> Dossier:
    """A missing component, brought online by who holds the key. The desk says whether it is complete."""
    held = locked(dossier)
    if held.state != State.TO_SUPPLEMENT:
        raise Refused(_("Hồ sơ không chờ bổ sung."), _("Hãy tra cứu để xem tình trạng."))
    keep_paper(dossier=held, what=PaperKind.COMPONENT, component=component, file=file, by=None, at=at)
    held.checklist[component] |= {"way": "scanned", "form": "electronic"}
    return settle(held, "bring", None, at, {"component": component})


@transaction.atomic
def take_result(*, dossier: Dossier, number: int, at: datetime) -> DossierPaper:
    """The electronic result into the hands of who holds the key, once it was returned; that it was taken is kept."""
    paper = dossier.papers.filter(what=PaperKind.RESULT, pk=number).first()
    if paper is None or dossier.returned_at is None:
        raise NotVisible
    trace(dossier.unit, "onestop.take_result", f"dossier:{dossier.pk}", None, at, after={"paper": paper.pk})
    return paper


@transaction.atomic
def rate(*, dossier: Dossier, moment: str, scores: Mapping[str, int], note: str, at: datetime) -> Rating:
    """Once after each step that has happened. Levels that were left out stay out; the overall one must be there."""
    held = locked(dossier)
    if moment not in Moment.values:
        raise NotVisible
    kinds = [kind.value for kind in RATED_SINCE[Moment(moment)]]
    if not held.events.filter(kind__in=kinds).exists():
        raise Refused(_("Bước này chưa diễn ra."), _("Hãy đánh giá sau khi được phục vụ."))
    if held.ratings.filter(moment=moment).exists():
        raise Refused(_("Bước này đã được đánh giá."), _("Xin cảm ơn."))
    levels = {name: scores.get(name) for name in ("overall", "convenience", "timeliness", "attitude")}
    sound = {name: level if level in Satisfaction.values else None for name, level in levels.items()}
    if sound["overall"] is None:
        raise Refused(_("Chưa chọn mức hài lòng chung."), _("Hãy chọn một trong ba mức."))
    made = Rating.objects.create(dossier=held, moment=moment, note=text(note, 2000), at=at, **sound)
    if made.overall == Satisfaction.NOT_YET and not held.disliked:
        held.disliked = True
        held.save(update_fields=["disliked", "sought"])
    trace(
        held.unit, "onestop.rate", f"dossier:{held.pk}", None, at, after={"moment": moment, "overall": made.overall}
    )
    return made


@transaction.atomic
def complain(*, unit: Unit, content: str, name: str, contact: str, dossier: Dossier | None, at: datetime) -> Petition:
    """A reflection or petition, with the key by which its writer follows it; to an heir also of what it took over."""
    require_going_on(unit, at)
    centre_of(unit)
    since = Petition.objects.filter(unit=unit, received_at__gt=at - WITHIN).count()
    if since >= MOST_BEGUN:
        raise _too_many()
    made = Petition.objects.create(
        unit=unit, dossier=dossier if dossier is not None and _goes_on_at(unit, dossier, at) else None,
        key="".join(secrets.choice(LETTERS) for _letter in range(KEY_LENGTH)),
        content=needed(content, _("Chưa ghi nội dung phản ánh."), _("Hãy ghi việc cần phản ánh, kiến nghị.")),
        name=text(name, 200), contact=text(contact, 200), received_at=at,
    )  # fmt: skip
    trace(unit, "onestop.complain", f"petition:{made.pk}", None, at)
    return made


def _goes_on_at(unit: Unit, dossier: Dossier, at: datetime) -> bool:
    return dossier.unit_id == unit.pk or unit in reach.heirs_of(dossier.unit, at)


@transaction.atomic
def tell_more(*, petition: Petition, told: str, at: datetime) -> Petition:
    """What the writer says to the office's question; once."""
    held = Petition.objects.select_for_update().get(pk=petition.pk)
    over = held.told_at is not None or held.answered_at is not None or held.forwarded_at is not None
    if held.asked_at is None or over:
        raise Refused(_("Không có câu hỏi nào đang chờ bạn."), _("Hãy tải lại trang."))
    held.told = needed(told, _("Chưa ghi nội dung."), _("Hãy trả lời câu hỏi của bộ phận một cửa."))
    held.told_at = at
    held.save(update_fields=["told", "told_at"])
    trace(held.unit, "onestop.tell_more", f"petition:{held.pk}", None, at)
    return held


@transaction.atomic
def rate_answer(*, petition: Petition, satisfied: bool, at: datetime) -> Petition:
    """Whether the writer is content with the answer; said once."""
    held = Petition.objects.select_for_update().get(pk=petition.pk)
    if held.answered_at is None or held.satisfied is not None:
        raise Refused(_("Chưa thể, hoặc đã đánh giá câu trả lời này."), _("Xin cảm ơn."))
    held.satisfied = satisfied
    held.save(update_fields=["satisfied"])
    trace(held.unit, "onestop.rate_answer", f"petition:{held.pk}", None, at, after={"satisfied": satisfied})
    return held


@transaction.atomic
def take_number(*, unit: Unit, field: str, at: datetime) -> Ticket:
    """The next queue number of the day."""
    require_going_on(unit, at)
    centre_of(unit)
    day = timezone.localdate(at)
    number = next_number(unit, "queue", day.isoformat())
    if number > MOST_TICKETS:
        raise Refused(_("Hôm nay đã hết số."), _("Hãy đến quầy hướng dẫn."))
    return Ticket.objects.create(unit=unit, day=day, number=number, field=text(field, 200), taken_at=at)
