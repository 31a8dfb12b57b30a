"""Before anybody is asked: beginning a survey, its conduct, its questionnaires, what was measured elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.evidence.models import Paper
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of
from paroffice.surveys.actions.common import locked, trace
from paroffice.surveys.models import Paging, Percentage, Questionnaire, State, Stratum, Survey, Weighting
from paroffice.surveys.questions.check import flaws_of
from paroffice.surveys.questions.form import Form, digest_of, written
from paroffice.surveys.questions.of_edition import form_for
from paroffice.surveys.workflow import require


@transaction.atomic
def begin(*, round_: Round, by: Person, at: datetime) -> Survey:
    """A survey with what the edition implies: a questionnaire for each group, a stratum for each unit and group."""
    policy.ask(by, "surveys.prepare", None, at)
    law = law_of(round_.edition).survey
    if law is None:
        raise Refused(_("Bộ chỉ số này không có điều tra xã hội học."), _("Hãy chọn đợt đánh giá khác."))
    survey, made = Survey.objects.get_or_create(round=round_, defaults={"begun_by": by, "begun_at": at})
    if not made:
        raise Refused(_("Đợt đánh giá này đã có cuộc điều tra."), _("Hãy mở cuộc điều tra ấy."))
    for group, title in law.groups.items():
        Questionnaire.objects.create(
            survey=survey, group=group, title=title, definition=written(form_for(group, law)), changed_by=by,
            changed_at=at,
        )  # fmt: skip
    units = [one.unit for one in round_.participants.select_related("unit").order_by("unit__code")]
    Stratum.objects.bulk_create(
        Stratum(survey=survey, unit=unit, group=group, label=f"{unit.code}-{group}")
        for unit in units
        for group in law.groups
    )
    trace(survey, "surveys.begin", f"survey:{survey.pk}", by, at)
    return survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How answers are weighed, which cells are hidden, whom chance takes."""

    weighting: Weighting
    fewest: int
    fast_seconds: int
    seed: str


@transaction.atomic
def set_conduct(*, survey: Survey, conduct: Conduct, by: Person, at: datetime) -> None:
    held = locked(survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(held.state, State.PREPARING)
    if not (conduct.seed.isascii() and conduct.seed.isdigit()):
        raise Refused(_("Số khởi tạo phải là một dãy chữ số."), _("Hãy ghi một số đã công bố, ví dụ kết quả xổ số."))
    if not 2 <= conduct.fewest <= 1000 or not 0 <= conduct.fast_seconds <= 600:
        raise Refused(_("Số ghi không hợp lý."), _("Ô nhỏ nhất từ 2 đến 1000 phiếu, mỗi câu từ 0 đến 600 giây."))
    if held.frame.filter(drawn__isnull=False).exists() and conduct.seed != held.seed:
        raise Refused(_("Đã rút mẫu với số khởi tạo này."), _("Hãy rút lại mẫu trước khi đổi số."))
    before = _conduct_of(held)
    held.weighting, held.fewest = conduct.weighting.value, conduct.fewest
    held.fast_seconds, held.seed = conduct.fast_seconds, conduct.seed
    held.save(update_fields=["weighting", "fewest", "fast_seconds", "seed"])
    trace(held, "surveys.set_conduct", f"survey:{held.pk}", by, at, before, _conduct_of(held))


def _conduct_of(survey: Survey) -> dict[str, object]:
    return {name: getattr(survey, name) for name in ("weighting", "fewest", "fast_seconds", "seed")}


@transaction.atomic
def write_questionnaire(
    *, questionnaire: Questionnaire, title: str, paging: Paging, form: Form, edits: int, by: Person, at: datetime
) -> list[Finding]:
    """The form as it now stands, where nothing is wrong with it; else what is. `edits` is what its page had shown."""
    survey = locked(questionnaire.survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(survey.state, State.PREPARING)
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if held.edits != edits:
        raise Refused(_("Người khác vừa sửa phiếu này."), _("Hãy tải lại trang rồi sửa trên bản mới."))
    if not title.strip():
        raise Refused(_("Phiếu chưa có tên."), _("Hãy ghi tên phiếu."))
    findings = flaws_of(form, law_of(survey.round.edition).survey, held.group)
    if findings:
        return findings
    before = digest_of(held.definition)
    held.title, held.paging, held.definition = title.strip(), paging.value, written(form)
    held.edits, held.changed_by, held.changed_at = edits + 1, by, at
    held.save()
    after = {"digest": digest_of(held.definition), "title": held.title, "paging": held.paging}
    trace(survey, "surveys.write_questionnaire", f"questionnaire:{held.pk}", by, at, {"digest": before}, after)
    return []


@transaction.atomic
def part_questionnaire(*, questionnaire: Questionnaire, block: str, by: Person, at: datetime) -> Questionnaire:
    """A questionnaire of its own for the units of one block: a copy of what the group is asked about all."""
    survey = locked(questionnaire.survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(survey.state, State.PREPARING)
    if questionnaire.block or block not in law_of(survey.round.edition).cover.blocks:
        raise NotVisible
    own = {"title": questionnaire.title, "paging": questionnaire.paging, "definition": questionnaire.definition}
    made, new = Questionnaire.objects.get_or_create(
        survey=survey, group=questionnaire.group, block=block, defaults=own | {"changed_by": by, "changed_at": at}
    )
    if not new:
        raise Refused(_("Khối này đã có phiếu riêng."), _("Hãy sửa phiếu ấy."))
    told = {"group": made.group, "block": block}
    trace(survey, "surveys.part_questionnaire", f"questionnaire:{made.pk}", by, at, after=told)
    return made


@transaction.atomic
def drop_questionnaire(*, questionnaire: Questionnaire, by: Person, at: datetime) -> None:
    """The units of the block are asked about with the questionnaire for all again."""
    survey = locked(questionnaire.survey)
    policy.ask(by, "surveys.prepare", None, at)
    require(survey.state, State.PREPARING)
    if not questionnaire.block:
        raise Refused(_("Phiếu chung của nhóm không bỏ được."), _("Hãy sửa câu hỏi của phiếu."))
    told = {"group": questionnaire.group, "block": questionnaire.block}
    trace(survey, "surveys.drop_questionnaire", f"questionnaire:{questionnaire.pk}", by, at, before=told)
    questionnaire.delete()


@transaction.atomic
def state_percentages(
    *, survey: Survey, figure: str, percents: Sequence[tuple[Unit, Decimal]], source: str, by: Person, at: datetime,
    paper: Paper | None = None,
) -> int:  # fmt: skip
    """A figure measured elsewhere, of some units, with the document it stands in. Later figures take the place."""
    held = locked(survey)
    policy.ask(by, "surveys.check", None, at)
    require(held.state, State.PREPARING, State.FIELD)
    rules = [getattr(item.scored_by, "percent_from", None) for item in law_of(held.round.edition).leaves()]
    if figure not in rules or (paper is not None and paper.round_id != held.round_id):
        raise NotVisible
    if not source.strip():
        raise Refused(_("Chưa có văn bản nguồn."), _("Hãy ghi số, ký hiệu văn bản công bố số liệu."))
    said = {"source": source.strip(), "paper": paper, "entered_by": by, "entered_at": at}
    for unit, percent in percents:
        if not 0 <= percent <= 100:
            raise Refused(_("Tỷ lệ phải từ 0 đến 100."), _("Hãy sửa số của %(unit)s.") % {"unit": unit})
        Percentage.objects.update_or_create(
            survey=held, unit=unit, figure=figure, defaults=said | {"percent": percent}
        )
    after = {"source": source.strip()} | {unit.code: str(percent) for unit, percent in percents}
    trace(held, "surveys.state_percentages", f"figure:{figure}", by, at, after=after)
    return len(percents)


def six(value: Fraction) -> Decimal:
    """A figure with the six decimals that are kept. Raises `Refused` where it has more."""
    if (value * 10**6).denominator != 1:
        raise Refused(_("Nhiều nhất sáu chữ số thập phân."), _("Hãy ghi số như trong văn bản nguồn."))
    return Decimal(int(value * 10**6)).scaleb(-6)
