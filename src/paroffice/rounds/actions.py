"""Opening a round, setting its dates, giving one unit more time, answering what units ask."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import (
    Clarification,
    Extension,
    ExtensionRequest,
    Participant,
    Round,
    Step,
    Window,
    WindowChange,
)
from paroffice.rounds.queries import Time, time_for
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of
from paroffice.trail import actions as trail


def stream_of(round_: Round, room: str) -> str:
    """Each room of a round has its own stream, so that writers do not queue behind each other."""
    return f"round:{round_.pk}:{room}"


@transaction.atomic
def open_round(
    *,
    year: int,
    title: str,
    edition: AdoptedEdition,
    windows: Iterable[tuple[Step, str, Time]],
    units: Iterable[Unit],
    by: Person,
    at: datetime,
    illustrative: bool = False,
) -> Round:
    """Opens a year over an adopted edition, for these units. `windows` name step, block (empty for all) and time."""
    policy.ask(by, "rounds.open", None, at)
    taking_part = list(units)
    _require_units(taking_part, edition)
    round_ = Round.objects.create(
        year=year, title=title, edition=edition, illustrative=illustrative or edition.illustrative, opened_at=at
    )
    for step, block, time in windows:
        Window.objects.create(round=round_, step=step, block=block, opens_at=time.opens_at, closes_at=time.closes_at)
    Participant.objects.bulk_create(
        Participant(round=round_, unit=unit, name=unit.name, block=unit.block) for unit in taking_part
    )
    after = {"year": year, "edition": edition.digest, "units": [unit.code for unit in taking_part]}
    _trace(round_, "rounds.open", f"round:{round_.pk}", by, at, after)
    return round_


def _require_units(units: list[Unit], edition: AdoptedEdition) -> None:
    """Some units, each in a block that the edition knows."""
    if not units:
        raise Refused(_("Đợt đánh giá chưa có đơn vị nào."), _("Hãy chọn ít nhất một đơn vị."))
    blocks = law_of(edition).cover.blocks
    strangers = [unit.name for unit in units if unit.block not in blocks]
    if strangers:
        raise Refused(
            _("Bộ chỉ số không có nhóm của: %(units)s.") % {"units": ", ".join(strangers[:5])},
            _("Các nhóm của bộ chỉ số: %(blocks)s.") % {"blocks": ", ".join(blocks.values())},
        )


@transaction.atomic
def set_window(*, round_: Round, step: Step, block: str, time: Time, reason: str, by: Person, at: datetime) -> Window:
    """Gives a step its dates, for one block or for all; dates that stood already change for a written reason only."""
    policy.ask(by, "rounds.open", None, at)
    if block and block not in law_of(round_.edition).cover.blocks:
        raise NotVisible
    if time.closes_at <= max(time.opens_at, at):
        raise Refused(_("Thời điểm đóng không sau lúc mở và hiện tại."), _("Hãy chọn thời điểm đóng muộn hơn."))
    held = {"opens_at": time.opens_at, "closes_at": time.closes_at}
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    window, made = Window.objects.get_or_create(round=round_, step=step, block=block, defaults=held)
    before = None if made else _change(window, time, reason.strip(), by, at)
    after = {name: trail.told(moment) for name, moment in held.items()} | {"reason": reason.strip()}
    subject = f"window:{step}:{block}"
    _trace(round_, "rounds.set_window", subject, by, at, after, before)
    return window


def _change(window: Window, time: Time, reason: str, by: Person, at: datetime) -> dict[str, str]:
    """New dates for a standing window, and what they were. What has opened was open: its beginning stays."""
    opened_at, closed_at = window.opens_at, window.closes_at
    if not reason:
        raise Refused(_("Đổi thời gian phải có lý do."), _("Hãy ghi số văn bản và lý do; mọi đơn vị đọc được."))
    if opened_at <= at and time.opens_at != opened_at:
        raise Refused(_("Bước này đã mở nên không đổi lúc mở được."), _("Hãy giữ lúc mở, chỉ đổi lúc đóng."))
    if (opened_at, closed_at) == (time.opens_at, time.closes_at):
        raise Refused(_("Thời gian mới giống thời gian đang có."), _("Hãy sửa ngày giờ rồi lưu."))
    window.opens_at, window.closes_at = time.opens_at, time.closes_at
    window.save(update_fields=["opens_at", "closes_at"])
    WindowChange.objects.create(
        window=window, opened_at=opened_at, closed_at=closed_at, opens_at=time.opens_at, closes_at=time.closes_at,
        reason=reason, changed_by=by, changed_at=at,
    )  # fmt: skip
    return {"opens_at": trail.told(opened_at), "closes_at": trail.told(closed_at)}


@transaction.atomic
def extend(
    *, round_: Round, unit: Unit, step: Step, closes_at: datetime, reason: str, by: Person, at: datetime
) -> Extension:
    """Gives one unit of the round more time for a step."""
    policy.ask(by, "rounds.extend", unit, at)
    time = time_for(round_, unit, step)
    if not reason.strip():
        raise Refused(_("Gia hạn phải có lý do."), _("Hãy ghi số văn bản đề nghị và lý do."))
    if not Participant.objects.filter(round=round_, unit=unit).exists():
        raise NotVisible
    if time is None or closes_at <= time.closes_at:
        raise Refused(_("Thời hạn mới không muộn hơn thời hạn đang có."), _("Hãy chọn thời điểm muộn hơn."))
    given = Extension.objects.create(
        round=round_, unit=unit, step=step, closes_at=closes_at, reason=reason.strip(), given_by=by, given_at=at
    )
    before = {"closes_at": trail.told(time.closes_at)}
    after = {"step": step.value, "closes_at": trail.told(closes_at), "reason": reason.strip()}
    _trace(round_, "rounds.extend", f"unit:{unit.code}", by, at, after, before)
    return given


@transaction.atomic
def ask_for_time(
    *, round_: Round, unit: Unit, step: Step, closes_at: datetime, reason: str, by: Person, at: datetime
) -> ExtensionRequest:
    """A unit asks for more time. One request of a step waits at a time."""
    policy.ask(by, "rounds.ask", unit, at)
    if not reason.strip():
        raise Refused(_("Đề nghị gia hạn phải có lý do."), _("Hãy ghi lý do, kèm số văn bản nếu có."))
    if closes_at <= at:
        raise Refused(_("Thời hạn đề nghị đã qua."), _("Hãy chọn thời điểm sau hiện tại."))
    waiting = {"round": round_, "unit": unit, "step": step, "granted": None}
    held = {"closes_at": closes_at, "reason": reason.strip(), "asked_by": by, "asked_at": at}
    asked, made = ExtensionRequest.objects.get_or_create(**waiting, defaults=held)
    if not made:
        raise Refused(_("Đề nghị trước đang chờ trả lời."), _("Thường trực đợt đánh giá sẽ trả lời."))
    after = {"closes_at": trail.told(closes_at), "reason": reason.strip()}
    _trace(round_, "rounds.ask_for_time", f"unit:{unit.code}", by, at, after)
    return asked


@transaction.atomic
def answer_request(
    *, request: ExtensionRequest, granted: bool, answer: str, by: Person, at: datetime
) -> ExtensionRequest:
    """The round office grants or declines; granting gives the time asked for."""
    asked = (
        ExtensionRequest.objects.select_for_update(of=("self",)).select_related("round", "unit").get(pk=request.pk)
    )
    policy.ask(by, "rounds.extend", asked.unit, at)
    if asked.granted is not None:
        raise Refused(_("Đề nghị này đã được trả lời."), _("Hãy tải lại trang."))
    if not granted and not answer.strip():
        raise Refused(_("Không đồng ý phải có lý do."), _("Hãy ghi lý do để đơn vị biết."))
    asked.granted, asked.answer, asked.answered_by, asked.answered_at = granted, answer.strip(), by, at
    asked.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
    after = {"granted": granted, "answer": answer.strip()}
    _trace(asked.round, "rounds.answer_request", f"unit:{asked.unit.code}", by, at, after)
    if granted:
        extend(
            round_=asked.round, unit=asked.unit, step=Step(asked.step), closes_at=asked.closes_at,
            reason=asked.reason, by=by, at=at,
        )  # fmt: skip
    return asked


@transaction.atomic
def ask_about(*, round_: Round, unit: Unit, item: str, question: str, by: Person, at: datetime) -> Clarification:
    """A unit asks how an item is meant."""
    policy.ask(by, "rounds.ask", unit, at)
    if law_of(round_.edition).item(item) is None:
        raise NotVisible
    if not question.strip():
        raise Refused(_("Chưa có câu hỏi."), _("Hãy ghi điều cần hướng dẫn."))
    asked = Clarification.objects.create(
        round=round_, unit=unit, item=item, question=question.strip(), asked_by=by, asked_at=at
    )
    _trace(round_, "rounds.ask_about", f"item:{item}", by, at, {"question": question.strip()})
    return asked


@transaction.atomic
def clarify(*, clarification: Clarification, answer: str, by: Person, at: datetime) -> Clarification:
    """The round office answers; from then on all units read question and answer."""
    policy.ask(by, "rounds.clarify", None, at)
    asked = Clarification.objects.select_for_update(of=("self",)).select_related("round").get(pk=clarification.pk)
    if asked.answer:
        raise Refused(_("Câu hỏi này đã được trả lời."), _("Hãy tải lại trang."))
    if not answer.strip():
        raise Refused(_("Chưa có câu trả lời."), _("Hãy ghi hướng dẫn."))
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    _trace(asked.round, "rounds.clarify", f"item:{asked.item}", by, at, {"answer": answer.strip()})
    return asked


def _trace(
    round_: Round, act: str, subject: str, by: Person, at: datetime, after: object, before: object = None
) -> None:
    stream = stream_of(round_, "rounds")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
