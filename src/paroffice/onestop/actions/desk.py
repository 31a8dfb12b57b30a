"""At the reception desk: taken in, then received, asked for more, refused, settled at once (Decree 61/2018, 17)."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.events import EventKind
from paroffice.onestop import reach
from paroffice.onestop.actions.common import calendar_of, centre_of, known, law_now, needed, require_going_on, text
from paroffice.onestop.actions.counting import next_number, require_open_year
from paroffice.onestop.actions.events import begun, happen, locked, settle
from paroffice.onestop.actions.letters import issue
from paroffice.onestop.models import Applicant, Channel, Dossier, ProcedureVersion, State, Tray
from paroffice.onestop.queries.catalogue import in_force
from paroffice.onestop.written import FORMS
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LENGTH = 8
"""Forty bits nearly: not to be found by trying. Without letters that look alike on paper."""
LINES = {"applicant": 200, "id_number": 20, "address": 300, "phone": 20, "email": 254, "representative": 200}
LINES |= {"content": 500}
WAYS = frozenset({"", "paper", "scanned", "reused"})
"""How a component came: not at all, on paper only, digitised, or taken from a database instead of being asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the applicant said, and how each component came, in the order of the procedure's list."""

    applicant: str
    applicant_kind: str = Applicant.PERSON
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    content: str = ""
    result_by: str = Channel.DIRECT
    ways: Sequence[str] = field(default_factory=tuple)
    forms: Mapping[int, str] = field(default_factory=dict)
    population_data: bool = False


@transaction.atomic
def take_in(*, unit: Unit, version: ProcedureVersion, channel: str, said: Said, by: Person, at: datetime) -> Dossier:
    """A dossier that came over the desk or by post. It has no code yet: that is given when it is received."""
    policy.ask(by, "onestop.receive", unit, at)
    if channel not in (Channel.DIRECT, Channel.POST):
        raise NotVisible
    dossier = opened(unit, version, channel, said, at)
    return settle(dossier, "take_in", by, at, {"procedure": version.code, "channel": channel})


def opened(unit: Unit, version: ProcedureVersion, channel: str, said: Said, at: datetime) -> Dossier:
    """The row of a new dossier, with the law of this day. Within the caller's transaction."""
    require_going_on(unit, at)
    centre, law = centre_of(unit), law_now()
    day = timezone.localdate(at)
    regime = known(law).regime_on(day)
    calendar_of(law, centre.calendar)
    if not in_force(day).filter(pk=version.pk, one_stop=True, level=centre.level).exists():
        raise Refused(_("Thủ tục này không nhận tại đây, hoặc chưa có hiệu lực."), _("Hãy chọn thủ tục khác."))
    if regime is None or not version.limit:
        raise Refused(_("Thủ tục chưa ghi thời hạn giải quyết."), _("Hãy nhờ cán bộ quản lý bổ sung danh mục."))
    words = {name: text(getattr(said, name), most) for name, most in LINES.items()}
    if not words["applicant"]:
        raise Refused(_("Chưa ghi người nộp."), _("Hãy ghi họ tên hoặc tên tổ chức."))
    if said.applicant_kind not in Applicant.values or said.result_by not in Channel.values:
        raise NotVisible
    return Dossier(
        unit=unit, version=version, law=law, regime=regime.name, calendar=centre.calendar, channel=channel,
        key="".join(secrets.choice(LETTERS) for _letter in range(KEY_LENGTH)), state=State.SUBMITTED, tray=Tray.NEW,
        applicant_kind=said.applicant_kind, result_by=said.result_by, checklist=checked(version, said),
        fee=version.fee, population_data=said.population_data, submitted_at=at, sort_at=at, **words,
    )  # fmt: skip


def checked(version: ProcedureVersion, said: Said) -> list[dict[str, object]]:
    """The procedure's components, each with how it came and in which form."""
    ways = [way if way in WAYS else "" for way in said.ways][: len(version.components)]
    ways += [""] * (len(version.components) - len(ways))
    forms = [said.forms.get(place, "") for place in range(len(ways))]
    return [
        {"name": one["name"], "obligatory": one["obligatory"], "way": way, "copies": one["copies"]}
        | {"form": form if form in FORMS else one["form"], "database": one["database"]}
        for one, way, form in zip(version.components, ways, forms, strict=True)
    ]


def lacking(dossier: Dossier) -> list[str]:
    """The obligatory components that have not come."""
    return [str(one["name"]) for one in dossier.checklist if one["obligatory"] and not one["way"]]


@transaction.atomic
def receive(*, dossier: Dossier, by: Person, at: datetime) -> Dossier:
    """Complete: code, place in the register and due moment exist from here on (Mẫu 01)."""
    was_asked = dossier.state == State.TO_SUPPLEMENT
    held = begun(dossier, "onestop.receive", "receive", by, at)
    if missing := lacking(held):
        raise Refused(
            _("Hồ sơ còn thiếu: %(missing)s.") % {"missing": "; ".join(missing)},
            _("Hãy đánh dấu thành phần đã nhận, hoặc yêu cầu bổ sung."),
        )
    day = timezone.localdate(at)
    require_open_year(held.unit, day)
    if was_asked:
        happen(held, EventKind.SUPPLEMENT_COMPLETED, by, at)
    happen(held, EventKind.RECEIVED, by, at)
    _number(held, day.year, at)
    return settle(held, "receive", by, at, {"number": held.number})


def _number(dossier: Dossier, year: int, at: datetime) -> None:
    """The code by the pattern of this day, and the next number of the year's book."""
    day = timezone.localdate(at)
    pattern = known(dossier.law).code_on(day)
    if pattern is None:
        raise Refused(_("Không có mẫu mã hồ sơ cho ngày này."), _("Hãy kiểm tra tệp codes.yaml của bộ quy tắc."))
    of_day = next_number(dossier.unit, "code", day.isoformat())
    dossier.code = pattern.code(dossier.unit.centre.organisation, day, of_day)
    dossier.year, dossier.number = year, next_number(dossier.unit, "register", str(year))
    dossier.reused = any(one["way"] == "reused" for one in dossier.checklist)


@transaction.atomic
def tick(*, dossier: Dossier, said: Said, by: Person, at: datetime) -> Dossier:
    """What of the components has come by now, before reception or while a supplement is awaited."""
    held = begun_still(dossier, by, at)
    held.checklist = checked(held.version, said)
    return settle(held, "tick", by, at)


def begun_still(dossier: Dossier, by: Person, at: datetime) -> Dossier:
    """Held and still open for its components."""
    held = locked(dossier)
    reach.ask(by, "onestop.receive", held.unit, at)
    if held.state not in (State.SUBMITTED, State.TO_SUPPLEMENT):
        raise Refused(_("Hồ sơ không còn chờ thành phần nào."), _("Hãy tải lại trang."))
    return held


@transaction.atomic
def ask_for_more(
    *, dossier: Dossier, reason: str, items: Sequence[str], by: Person, at: datetime, override: str = ""
) -> Dossier:
    """A request for a supplement (Mẫu 02), all of it at once. A second needs the head's reason, and counts."""
    right = "onestop.receive" if dossier.received_at is None else "onestop.work"
    held = begun(dossier, right, "ask_supplement", by, at)
    listed = [text(item, 300) for item in items if item.strip()]
    why = needed(reason, _("Yêu cầu bổ sung phải có lý do."), _("Hãy ghi lý do, và liệt kê đủ những gì còn thiếu."))
    if not listed:
        raise Refused(_("Chưa ghi thành phần cần bổ sung."), _("Hãy liệt kê đủ một lần, mỗi dòng một thành phần."))
    allowed = known(held.law).regimes.named(held.regime)
    again = allowed is not None and held.supplements >= allowed.rules.supplements_allowed
    if again:
        reach.ask(by, "onestop.override", held.unit, at)
        needed(override, _("Chỉ được yêu cầu bổ sung một lần."), _("Người phụ trách phải ghi lý do của lần thứ hai."))
    happen(held, EventKind.SUPPLEMENT_REQUESTED, by, at, note=why)
    held.supplements += 1
    issue(held, "supplement", why, by, at, items=listed, overridden_for=text(override) if again else "")
    return settle(held, "ask_supplement", by, at, {"supplements": held.supplements})


@transaction.atomic
def refuse(*, dossier: Dossier, reason: str, by: Person, at: datetime) -> Dossier:
    """Not received (Mẫu 03), with the reason."""
    held = begun(dossier, "onestop.receive", "refuse", by, at)
    held.refused_for = needed(reason, _("Từ chối phải có lý do."), _("Hãy ghi lý do và căn cứ."))
    happen(held, EventKind.REFUSED, by, at, note=held.refused_for)
    issue(held, "refusal", held.refused_for, by, at)
    return settle(held, "refuse", by, at)


@transaction.atomic
def settle_on_the_spot(*, dossier: Dossier, result: str, by: Person, at: datetime) -> Dossier:
    """«Trả ngay»: received, done and returned in one go. It needs no receipt, and is recorded all the same."""
    receive(dossier=dossier, by=by, at=at)
    held = begun(dossier, "onestop.receive", "finish_at_once", by, at)
    held.result = needed(result, _("Chưa ghi kết quả."), _("Hãy ghi kết quả đã trả."), 500)
    happen(held, EventKind.FINISHED, by, at)
    happen(held, EventKind.RETURNED, by, at)
    held.state, held.returned_at = State.RETURNED, at
    return settle(held, "settle_on_the_spot", by, at)
