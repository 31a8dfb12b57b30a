"""Two illustrative one-stop units: examples/mot-cua-minh-hoa played by the same doors as anyone. Invented."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from parindex.onestop.events import Event, EventKind, in_order
from parindex.onestop.facts import Dossier as Plain
from parindex.onestop.facts import Procedure as PlainProcedure
from parindex.onestop.register import Register, read_register
from parindex.onestop.shapes import LimitOf
from paroffice.demo.these_days import NAMES, PAPER, Desk, these_days
from paroffice.onestop.actions import catalogue, citizen, desk, petitions, working
from paroffice.onestop.actions.desk import Said
from paroffice.onestop.actions.law import adopt_law, set_up
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.law import files_of
from paroffice.onestop.models import Dossier, ProcedureVersion
from paroffice.onestop.queries.catalogue import standing_digest
from paroffice.people.models import Grant, Person, Role, Unit

PASSWORD = "minh-hoa-2018"
ORGANISATIONS = {"dong-may": "G09.20", "suoi-sao": "G09.21"}
AGENCY, SECOND_AGENCY = "phong-kinh-te-minh-hoa", "phong-van-hoa-minh-hoa"
PROCESS = """Thẩm định | Phòng chuyên môn | 26
Ký duyệt | Lãnh đạo UBND xã | 8"""
"""From the first hand-over on: what is done at the desk is none."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: an account with a role in a unit."""

    username: str
    full_name: str
    role: Role
    unit: str


CAST = (
    Part("thu", "Thu (tiếp nhận)", Role.ONE_STOP_CLERK, "dong-may"),
    Part("tam", "Tâm (thụ lý)", Role.CASE_OFFICER, "dong-may"),
    Part("van", "Vân (phụ trách một cửa)", Role.HEAD_OF_ONE_STOP, "dong-may"),
    Part("quang", "Quang (quản lý thủ tục)", Role.ONE_STOP_OFFICER, "dong-may"),
    Part("hoa", "Hoa (tiếp nhận)", Role.ONE_STOP_CLERK, "suoi-sao"),
    Part("nam", "Nam (phụ trách một cửa)", Role.HEAD_OF_ONE_STOP, "suoi-sao"),
    Part("phuc", "Phúc (cơ quan phối hợp)", Role.PARTNER_AGENCY, AGENCY),
    Part("duyen", "Duyên (cơ quan phối hợp)", Role.PARTNER_AGENCY, SECOND_AGENCY),
)
USERNAMES = tuple(part.username for part in CAST)


def open_one_stop(example: Path, now: datetime) -> None:
    """Units, people, law, catalogue, and every event of the example in its order."""
    register = read_register(example)
    units = {one.code: _unit(f"xa-{one.code}", one.name) for one in register.units}
    units[AGENCY] = _unit(AGENCY, "Phòng Kinh tế (minh họa)")
    units[SECOND_AGENCY] = _unit(SECOND_AGENCY, "Phòng Văn hóa - Xã hội (minh họa)")
    people = {part.username: _person(part, units[part.unit]) for part in CAST}
    began = register.about.period.start - timedelta(days=100)
    adopt_law(files=files_of(example.parents[1] / "one-stop"), by=people["quang"], at=began)
    for code, head in (("dong-may", "van"), ("suoi-sao", "nam")):
        _centre(units[code], ORGANISATIONS[code], people[head], began)
    _catalogue(register, people["quang"], began)
    desks = {
        "dong-may": Desk(units["dong-may"], people["thu"], people["tam"], people["van"]),
        "suoi-sao": Desk(units["suoi-sao"], people["hoa"], people["nam"], people["nam"]),
    }
    _replay(register, desks)
    _feedback(register, desks)
    these_days(desks["dong-may"], units[AGENCY], units[SECOND_AGENCY], now)


def _person(part: Part, unit: Unit) -> Person:
    person = Person.objects.create_user(part.username, password=PASSWORD, full_name=part.full_name)
    Grant.objects.create(person=person, role=part.role, unit=unit, starts_on=date(2018, 1, 1))
    return person


def _unit(code: str, name: str) -> Unit:
    return Unit.objects.create(code=code, name=name, block="minh-hoa")


def _centre(unit: Unit, organisation: str, head: Person, at: datetime) -> None:
    set_up(
        unit=unit, by=head, at=at, name=f"Trung tâm Phục vụ hành chính công {unit.name}", level="commune",
        organisation=organisation, calendar="minh-hoa", above=f"UBND {unit.name}", place="Minh họa",
        address="Số 1, đường Minh họa", phone="000 000 000", email="mot-cua@example.org", letters="TTPVHCC",
        illustrative=True,
    )  # fmt: skip


def _catalogue(register: Register, by: Person, at: datetime) -> None:
    """The example's procedures with the parts that it does not tell, invented."""
    sizes: dict[str, int] = defaultdict(int)
    fees: dict[str, int] = defaultdict(int)
    for dossier in register.dossiers:
        code = dossier.procedure.code
        sizes[code], fees[code] = max(sizes[code], dossier.components), max(fees[code], dossier.fee)
    rows = [_row(one, sizes[one.code], fees[one.code]) for one in register.procedures]
    catalogue.bring_in(rows=rows, standing=standing_digest(), source="minh họa", by=by, at=at)


def _row(one: PlainProcedure, size: int, fee: int) -> dict[str, str]:
    whole, level = "yes" if one.online == 4 else "no", one.level.value
    components = ["Tờ khai theo mẫu | original | 1 | yes"]
    components += [
        f"Giấy tờ kèm theo {n} (minh họa) | copy | 1 | no | CSDL quốc gia về dân cư" for n in range(2, size + 1)
    ]
    approved = {"process": PROCESS, "process_decision": "QĐ số 12 (minh họa)", "process_on": "2025-11-25"}
    return {
        "code": one.code, "number": one.version, "announcement": "new" if one.version == "1" else "changed",
        "name": one.name, "field": one.field, "level": level, "components": "\n".join(components), "sets": "1",
        "order": "Nộp hồ sơ, kiểm tra, thẩm định, trả kết quả. (minh họa)" if one.complete else "",
        "ways": "Trực tiếp, trực tuyến, bưu chính công ích.", "limit": str(LimitOf().data(one.limit)),
        "subjects": "Công dân (minh họa)", "agency": "UBND cấp xã (minh họa)", "result": "Văn bản minh họa",
        "result_required": "yes" if one.payable or one.complete else "no", "fee": str(fee),
        "legal_basis": "Văn bản quy phạm minh họa", "announced_by": one.announced_by.value,
        "announced_decision": "QĐ số 1 (minh họa)", "announced_on": one.announced_on.isoformat(),
        "effective_on": one.effective_on.isoformat(), "online": str(one.online), "whole": whole,
        "partial_reason": "Phải kiểm tra thực địa (minh họa)" if one.online == 3 else "",
        "pays_online": "yes" if one.pays_online else "no", "one_stop": "yes",
        "published_on": one.published_on.isoformat() if one.published_on else "",
    } | (approved if one.process_approved else {})  # fmt: skip


def _replay(register: Register, desks: Mapping[str, Desk]) -> None:
    """In the order in which it all happened, so that codes and numbers run on."""
    lives = [Life(one, desks[one.unit], place) for place, one in enumerate(register.dossiers)]
    happened = [(event, life) for life in lives for event in in_order(life.plain.events)]
    for event, life in sorted(happened, key=lambda pair: pair[0].at):
        life.take(event)


class Life:
    """One dossier of the example, played at its desk."""

    def __init__(self, plain: Plain, at_desk: Desk, place: int) -> None:
        self.plain, self.desk = plain, at_desk
        self.name = f"{NAMES[place % len(NAMES)]} (minh họa)"
        self.dossier: Dossier | None = None
        self.asked = 0
        self.take_by = {
            EventKind.SUBMITTED: self._submitted,
            EventKind.RECEIVED: self._received,
            EventKind.SUPPLEMENT_REQUESTED: self._asked_for_more,
            EventKind.SUPPLEMENT_COMPLETED: self._completed,
            EventKind.EXTENDED: self._extended,
            EventKind.FINISHED: self._finished,
            EventKind.RETURNED: self._returned,
            EventKind.STOPPED: self._stopped,
            EventKind.WITHDRAWN: self._withdrawn,
        }

    def take(self, event: Event) -> None:
        self.take_by[event.kind](event)

    @property
    def version(self) -> ProcedureVersion:
        plain = self.plain.procedure
        return ProcedureVersion.objects.get(procedure__code=plain.code, number=int(plain.version))

    @property
    def ways(self) -> Sequence[str]:
        """As many digitised as the example says, one of them reused where it says so."""
        ways = ["scanned"] * self.plain.components_digitised
        ways += ["paper"] * (self.plain.components - self.plain.components_digitised)
        return [*ways[:-1], "reused"] if self.plain.reused and len(ways) > 1 else ways

    def _said(self) -> Said:
        return Said(
            applicant=self.name, phone="0900 000 000", address="Thôn Minh họa", ways=self.ways,
            population_data=self.plain.population_data,
        )  # fmt: skip

    def _submitted(self, event: Event) -> None:
        draft = citizen.begin(unit=self.desk.unit, version=self.version, at=event.at)
        citizen.write(draft=draft, said={"applicant": self.name, "phone": "0900 000 000"}, at=event.at)
        citizen.attach(draft=draft, component=0, file=ContentFile(PAPER, name="to-khai.pdf"), at=event.at)
        self.dossier = citizen.send(draft=draft, at=event.at)

    def _received(self, event: Event) -> None:
        desk_, at = self.desk, event.at
        if self.dossier is None:
            self.dossier = desk.take_in(
                unit=desk_.unit, version=self.version, channel=self.plain.channel.value, said=self._said(),
                by=desk_.clerk, at=at,
            )  # fmt: skip
        else:
            desk.tick(dossier=self.dossier, said=self._said(), by=desk_.clerk, at=at)
        self.dossier = desk.receive(dossier=self.dossier, by=desk_.clerk, at=at)
        working.hand_on(
            dossier=self.dossier, department="Phòng chuyên môn", holder=desk_.worker, by=desk_.clerk, at=at
        )

    def _asked_for_more(self, event: Event) -> None:
        self.asked += 1
        again = self.asked > 1
        by = self.desk.head if again else self.desk.worker
        if self._now().received_at is None:
            by = self.desk.clerk
        desk.ask_for_more(
            dossier=self._now(), reason="Giấy tờ kèm theo chưa rõ (minh họa)", items=["Giấy tờ kèm theo"], by=by,
            at=event.at, override="Sót khi hướng dẫn lần đầu (minh họa)" if again else "",
        )  # fmt: skip

    def _completed(self, event: Event) -> None:
        desk.tick(dossier=self._now(), said=self._said(), by=self.desk.clerk, at=event.at)
        working.complete(dossier=self._now(), by=self.desk.clerk, at=event.at)

    def _extended(self, event: Event) -> None:
        assert event.due is not None, "an extension promises"
        reason = "Chờ cơ quan phối hợp (minh họa)"
        working.extend(dossier=self._now(), due=event.due, reason=reason, by=self.desk.worker, at=event.at)

    def _finished(self, event: Event) -> None:
        working.finish(
            dossier=self._now(), result="Văn bản kết quả (minh họa)", electronic=self.plain.result_electronic,
            by=self.desk.worker, at=event.at,
        )  # fmt: skip

    def _returned(self, event: Event) -> None:
        said = Return(way="receipt", to=self.name)
        give_back(dossier=self._now(), said=said, by=self.desk.clerk, at=event.at)

    def _stopped(self, event: Event) -> None:
        working.stop(
            dossier=self._now(), reason="Người nộp đề nghị dừng (minh họa)", by=self.desk.worker, at=event.at
        )

    def _withdrawn(self, event: Event) -> None:
        working.withdraw(dossier=self._now(), reason="(minh họa)", by=self.desk.clerk, at=event.at)

    def _now(self) -> Dossier:
        assert self.dossier is not None, "nothing happens to a dossier that is not there"
        return Dossier.objects.get(pk=self.dossier.pk)


def _feedback(register: Register, desks: Mapping[str, Desk]) -> None:
    for one in register.feedback:
        at_desk = desks[one.unit]
        made = citizen.complain(
            unit=at_desk.unit, content="Phải chờ lâu ở quầy số 2 (minh họa).", name="", contact="", dossier=None,
            at=one.received_at,
        )  # fmt: skip
        if one.answered_at:
            petitions.answer(
                petition=made, answer="Đã bố trí thêm người (minh họa).", false_for="", by=at_desk.clerk,
                at=one.answered_at,
            )  # fmt: skip
        if one.satisfied is not None and one.answered_at:
            citizen.rate_answer(petition=made, satisfied=one.satisfied, at=one.answered_at)
