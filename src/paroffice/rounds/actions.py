"""Opening a round, and giving one unit more time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Clarification, Extension, ExtensionRequest, Participant, Round, Step, Window
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
    trail.leave(
        stream=stream_of(round_, "rounds"), act="rounds.open", subject=f"round:{round_.pk}", by=by, at=at, after=after
    )
    return round_


def _require_units(units: list[Unit], edition: AdoptedEdition) -> None:
    """Some units, each in a block that the edition knows."""
    if not units:
        raise Refused("Đợt đánh giá chưa có đơn vị nào.", "Hãy chọn ít nhất một đơn vị.")
    blocks = law_of(edition).cover.blocks
    strangers = [unit.name for unit in units if unit.block not in blocks]
    if strangers:
        raise Refused(
            f"Bộ chỉ số không có nhóm của: {', '.join(strangers[:5])}.",
            f"Các nhóm của bộ chỉ số: {', '.join(blocks.values())}.",
        )


@transaction.atomic
def extend(
    *, round_: Round, unit: Unit, step: Step, closes_at: datetime, reason: str, by: Person, at: datetime
) -> Extension:
    """Gives one unit more time for a step."""
    policy.ask(by, "rounds.extend", unit, at)
    time = time_for(round_, unit, step)
    if not reason.strip():
        raise Refused("Gia hạn phải có lý do.", "Hãy ghi số văn bản đề nghị và lý do.")
    if time is None or closes_at <= time.closes_at:
        raise Refused("Thời hạn mới không muộn hơn thời hạn đang có.", "Hãy chọn thời điểm muộn hơn.")
    given = Extension.objects.create(
        round=round_, unit=unit, step=step, closes_at=closes_at, reason=reason.strip(), given_by=by, given_at=at
    )
    trail.leave(
        stream=stream_of(round_, "rounds"),
        act="rounds.extend",
        subject=f"unit:{unit.code}",
        by=by,
        at=at,
        before={"closes_at": trail.told(time.closes_at)},
        after={"closes_at": trail.told(closes_at), "reason": reason.strip()},
    )
    return given


@transaction.atomic
def ask_for_time(
    *, round_: Round, unit: Unit, step: Step, closes_at: datetime, reason: str, by: Person, at: datetime
) -> ExtensionRequest:
    """A unit asks for more time. One request of a step waits at a time."""
    policy.ask(by, "rounds.ask", unit, at)
    if not reason.strip():
        raise Refused("Đề nghị gia hạn phải có lý do.", "Hãy ghi lý do, kèm số văn bản nếu có.")
    if closes_at <= at:
        raise Refused("Thời hạn đề nghị đã qua.", "Hãy chọn thời điểm sau hiện tại.")
    waiting = {"round": round_, "unit": unit, "step": step, "granted": None}
    held = {"closes_at": closes_at, "reason": reason.strip(), "asked_by": by, "asked_at": at}
    asked, made = ExtensionRequest.objects.get_or_create(**waiting, defaults=held)
    if not made:
        raise Refused("Đề nghị trước đang chờ trả lời.", "Thường trực đợt đánh giá sẽ trả lời.")
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
        raise Refused("Đề nghị này đã được trả lời.", "Hãy tải lại trang.")
    if not granted and not answer.strip():
        raise Refused("Không đồng ý phải có lý do.", "Hãy ghi lý do để đơn vị biết.")
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
        raise Refused("Chưa có câu hỏi.", "Hãy ghi điều cần hướng dẫn.")
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
        raise Refused("Câu hỏi này đã được trả lời.", "Hãy tải lại trang.")
    if not answer.strip():
        raise Refused("Chưa có câu trả lời.", "Hãy ghi hướng dẫn.")
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    _trace(asked.round, "rounds.clarify", f"item:{asked.item}", by, at, {"answer": answer.strip()})
    return asked


def _trace(round_: Round, act: str, subject: str, by: Person, at: datetime, after: object) -> None:
    trail.leave(stream=stream_of(round_, "rounds"), act=act, subject=subject, by=by, at=at, after=after)
