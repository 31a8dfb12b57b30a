"""An answer comes in: the token is spent and a slip put into the box, and nothing joins the two."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Participant, Round, Step
from paroffice.rounds.queries import require_open
from paroffice.surveys.gate import hold_open
from paroffice.surveys.models import (
    Cell,
    Counter,
    Device,
    Questionnaire,
    Receipt,
    Slip,
    State,
    Stratum,
    Survey,
    Token,
    Way,
)
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.openrosa import CLUSTER, Submission, forms_of
from paroffice.surveys.pace import pace_of
from paroffice.surveys.questions.form import Form, form_from
from paroffice.surveys.questions.of_edition import ORIGINAL
from paroffice.surveys.questions.replies import Replies, cleaned, strangers
from paroffice.surveys.tokens import key_of
from paroffice.surveys.workflow import require


class Answered(Refused):
    """The token was spent already."""

    def __init__(self) -> None:
        super().__init__(
            _("Mã này đã được dùng để trả lời."),
            _("Mỗi mã chỉ trả lời một lần; câu trả lời trước đã được nhận. Xin cảm ơn."),
        )


class Forged(Refused):
    """No such token was issued."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Mã này không có."), _("Hãy xem lại mã in trên thẻ và gõ lại."))


@dataclass(frozen=True, slots=True)
class Place:
    """Where answers with a token belong and what they reply to. Fixed by the seal, so kept at hand."""

    cell: int
    survey: Survey
    round: Round
    unit: Unit
    questionnaire: Questionnaire
    form: Form


@lru_cache(maxsize=4096)
def place_of(cell: int, questionnaire: int) -> Place:
    found = Cell.objects.select_related("stratum__unit", "stratum__survey__round").get(pk=cell)
    asked = Questionnaire.objects.get(pk=questionnaire)
    stratum = found.stratum
    return Place(cell, stratum.survey, stratum.survey.round, stratum.unit, asked, form_from(asked.definition))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a respondent sent. `seconds` is how long it took, where that is known; it is kept as a band only."""

    replies: Mapping[str, Iterable[str]]
    language: str = "vi"
    seconds: float | None = None


def token_for(code: str) -> Token:
    """Raises `Forged`, or `Answered` where it was spent."""
    token = Token.objects.filter(key=key_of(code)).first()
    if token is None:
        raise Forged
    if token.spent:
        raise Answered
    return token


def answer(*, code: str, sent: Sent, at: datetime, way: Way = Way.WEB) -> list[Finding]:
    """Puts the answer into the box and spends the token, once however many ask; or says what is wrong."""
    token = token_for(code)
    place = place_of(token.cell_id, token.questionnaire_id)
    replies, findings = cleaned(place.form, sent.replies, sent.language)
    if findings:
        return findings
    with transaction.atomic():
        require_time(place, at)
        if not Token.objects.filter(key=token.key, spent=False).update(spent=True):
            raise Answered
        _put(place, replies, way, at, sent.seconds)
    return []


def counter_for(code: str) -> Counter:
    """Raises `NotVisible`."""
    found = Counter.objects.filter(key=key_of(code), shut=False).first()
    if found is None:
        raise NotVisible
    return found


def answer_at_counter(*, code: str, page: str, sent: Sent, at: datetime) -> list[Finding]:
    """An answer at a machine. `page` names the page it was written on: sent twice, it is one answer."""
    counter = counter_for(code)
    place = place_of(counter.cell_id, counter.questionnaire_id)
    replies, findings = cleaned(place.form, sent.replies, sent.language)
    if findings:
        return findings
    once(f"{counter.key}:{page}", place, replies, Way.KIOSK, at, seconds=sent.seconds)
    return []


def answer_from_device(*, device: Device, sent: Submission, at: datetime) -> list[Finding]:
    """An instance of an interviewer's device. Sent again, it is one answer; what its form does not ask is refused."""
    found = next((one for one in forms_of(device.survey) if one.id == sent.form), None)
    if found is None:
        raise NotVisible
    stray = strangers(found.form, sent.replies)
    replies, findings = cleaned(found.form, sent.replies, ORIGINAL)
    if stray or findings:
        return [*stray, *findings]
    clusters = [one.says[ORIGINAL] for one in found.form.choices.get(CLUSTER, ())]
    chosen = replies.pop(CLUSTER, "")
    cluster = clusters[int(chosen) - 1] if chosen else ALONE
    cell = Cell.objects.get(stratum=found.stratum, cluster=cluster)
    asked = questionnaire_of(found.stratum)
    place = place_of(cell.pk, asked.pk)
    once(sent.instance, place, replies, Way.DEVICE, at, seconds=sent.seconds, collector=device.collector)
    return []


def questionnaire_of(stratum: Stratum) -> Questionnaire:
    """That of the group for the block in which the round took the unit, else for all blocks."""
    then = Participant.objects.filter(round__survey=stratum.survey_id, unit=stratum.unit_id)
    found = Questionnaire.objects.filter(
        Q(block__in=then.values("block")) | Q(block=""), survey=stratum.survey_id, group=stratum.group
    )
    chosen = found.order_by("-block").first()
    if chosen is None:
        raise Refused(_("Nhóm này chưa có phiếu hỏi."), _("Hãy soạn phiếu cho nhóm ấy."))
    return chosen


def once(
    name: str, place: Place, replies: Replies, way: Way, at: datetime, *, seconds: float | None = None,
    collector: str = "",
) -> bool:  # fmt: skip
    """Puts an answer without a token into the box, unless one of that name came before."""
    try:
        with transaction.atomic():
            require_time(place, at)
            Receipt.objects.create(key=receipt_key(place.survey, name))
            _put(place, replies, way, at, seconds, collector)
    except IntegrityError:
        return False
    return True


def receipt_key(survey: Survey, name: str) -> str:
    """What tells a form from others within its survey, so that it does not come twice."""
    return hashlib.sha256(f"paroffice.receipt:{survey.pk}:{name}".encode()).hexdigest()


def require_time(place: Place, at: datetime) -> None:
    """Raises `Refused` unless the survey is in the field and its window open for the unit.

    Within the transaction that writes: the books are shut only when nobody is in between (`gate`).
    """
    hold_open(place.survey)
    state = Survey.objects.values_list("state", flat=True).get(pk=place.survey.pk)
    require(state, State.FIELD)
    require_open(place.round, place.unit, Step.SURVEY, at)


def _put(place: Place, replies: Replies, way: Way, at: datetime, seconds: float | None, collector: str = "") -> None:
    pace = pace_of(seconds, len(replies), place.survey.fast_seconds)
    Slip.objects.create(
        cell_id=place.cell, questionnaire=place.questionnaire, day=day_of(at), way=way.value, pace=pace.value,
        collector=collector, replies=replies,
    )  # fmt: skip


def day_of(at: datetime) -> date:
    """The finest time that an answer bears."""
    return timezone.localtime(at).date()
