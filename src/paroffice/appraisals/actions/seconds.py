"""Second opinions: a seeded draw, and blind scores that never become marks."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.sheet.cells import Raw, read_cell
from parindex.sheet.check import fact_among
from parindex.words import Words, words
from paroffice.appraisals.actions.common import trace, trace_round
from paroffice.appraisals.draw import Drawn, draw
from paroffice.appraisals.models import Conduct, SecondScore
from paroffice.appraisals.queries import law_for, members_on, tied_units
from paroffice.people import policy
from paroffice.people.models import Person, Role
from paroffice.people.policy import grants_in_force
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round

MOST_SEED = 80


@transaction.atomic
def set_conduct(
    *,
    round_: Round,
    challenge: bool,
    second_share: Decimal,
    risk_bands: Sequence[dict[str, Any]],
    seed: str,
    alike_rulings: int,
    alike_minutes: int,
    by: Person,
    at: datetime,
) -> Conduct:
    """How the appraisal of a round is conducted. Once the draw was made it stays as it is."""
    policy.ask(by, "appraisals.establish", None, at)
    held = Conduct.objects.select_for_update().filter(round=round_).first()
    if held is not None and held.drawn_at is not None:
        raise Refused(_("Đã rút mẫu chấm lần hai."), _("Cách làm của đợt này không đổi được nữa."))
    if not 0 <= second_share <= 1 or alike_rulings < 2 or alike_minutes < 1:
        raise Refused(_("Tỷ lệ hoặc ngưỡng không hợp lệ."), _("Tỷ lệ từ 0 đến 1; ít nhất hai kết luận, một phút."))
    said = {
        "challenge": challenge, "second_share": second_share, "risk_bands": list(risk_bands),
        "seed": seed.strip()[:MOST_SEED], "alike_rulings": alike_rulings, "alike_minutes": alike_minutes,
    }  # fmt: skip
    conduct, _made = Conduct.objects.update_or_create(round=round_, defaults=said)
    trace_round(
        round_, "appraisals.set_conduct", f"round:{round_.pk}", by, at, said | {"second_share": str(second_share)}
    )
    return conduct


@transaction.atomic
def draw_seconds(*, round_: Round, by: Person, at: datetime) -> list[SecondScore]:
    """Draws the items that a second appraiser scores blind, by the round's seed, and deals them out."""
    policy.ask(by, "appraisals.establish", None, at)
    conduct = Conduct.objects.select_for_update().filter(round=round_).first()
    if conduct is None or not conduct.seed:
        raise Refused(_("Chưa có hạt giống để rút mẫu."), _("Hãy ghi hạt giống, ví dụ số quay thưởng công khai."))
    if conduct.drawn_at is not None:
        raise Refused(_("Đã rút mẫu chấm lần hai."), _("Mỗi đợt chỉ rút mẫu một lần."))
    seconds = _second_appraisers(round_, at)
    dealt = _dealt(draw(round_, conduct), seconds, at)
    scores = SecondScore.objects.bulk_create(
        SecondScore(appraisal=drawn.appraisal, item=drawn.item, given_to=person, drawn_at=at)
        for drawn, person in dealt
    )
    conduct.drawn_at = at
    conduct.save(update_fields=["drawn_at"])
    after = {"seed": conduct.seed, "share": str(conduct.second_share), "drawn": len(scores)}
    trace_round(round_, "appraisals.draw_seconds", f"round:{round_.pk}", by, at, after)
    return scores


def _second_appraisers(round_: Round, at: datetime) -> list[Person]:
    members = [member.person for member in members_on(round_, at).order_by("person__username")]
    found = [
        person
        for person in members
        if any(grant.role == Role.SECOND_APPRAISER for grant in grants_in_force(person, at))
    ]
    if not found:
        raise Refused(_("Tổ công tác chưa có người thẩm định lần hai."), _("Hãy thêm thành viên giữ vai trò này."))
    return found


def _dealt(drawn: Sequence[Drawn], seconds: list[Person], at: datetime) -> list[tuple[Drawn, Person]]:
    """In turn, each to one who is not tied to the unit."""
    tied = {person.pk: tied_units(person, at) for person in seconds}
    dealt = []
    for place, one in enumerate(drawn):
        unit = one.appraisal.assessment.unit_id
        free = [person for person in seconds if unit not in tied[person.pk]]
        if not free:
            raise Refused(
                _("Không ai chấm lần hai được cho %(unit)s.") % {"unit": one.appraisal.assessment.unit},
                _("Hãy thêm một người thẩm định lần hai không có liên quan."),
            )
        dealt.append((one, free[place % len(free)]))
    return dealt


@transaction.atomic
def score_second(*, score: SecondScore, raw: Raw, reason: str, by: Person, at: datetime) -> SecondScore | Finding:
    """The blind score of one item; said once."""
    held = SecondScore.objects.select_for_update(of=("self",)).select_related(
        "appraisal__assessment__unit", "appraisal__assessment__round__edition"
    ).get(pk=score.pk)  # fmt: skip
    policy.ask(by, "appraisals.second", held.appraisal.assessment.unit, at)
    if held.given_to_id != by.pk:
        raise NotVisible
    if held.scored_at is not None:
        raise Refused(_("Mục này đã được chấm lần hai."), _("Điểm chấm lần hai chỉ ghi một lần."))
    flaw = _flaw(held, raw, reason)
    if flaw is not None:
        return Finding(where=held.item, problem=flaw, remedy=words(_("hãy sửa lại rồi ghi")))
    for name, value in raw._asdict().items():
        setattr(held, name, value)
    held.reason, held.scored_at = reason.strip(), at
    held.save(update_fields=[*raw._fields, "reason", "scored_at"])
    trace(
        held.appraisal, "appraisals.score_second", held.item, by, at, after={"reason": held.reason, **raw._asdict()}
    )
    return held


def _flaw(score: SecondScore, raw: Raw, reason: str) -> Words | None:
    """Scored against the unit's own facts: the marks of others stay unseen."""
    law = law_for(score.appraisal)
    item = law.item(score.item)
    if item is None or not reason.strip():
        return words(_("hãy ghi lý do của mức điểm"))
    claims = {answer.item: answer.raw for answer in score.appraisal.assessment.answers.all()}
    cell = read_cell(item, raw, fact_among(law, item, claims | {item.code: raw}))
    return cell if isinstance(cell, Words) else None
