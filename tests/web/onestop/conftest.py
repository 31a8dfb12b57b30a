"""Two one-stop units: Thu receives and Tâm works at «here», Vân heads it; Hoa receives at «there»; Quang keeps the catalogue."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from parindex.onestop.calendar import VIETNAM
from paroffice.onestop.actions.catalogue import bring_in
from paroffice.onestop.actions.law import adopt_law, set_up
from paroffice.onestop.law import files_of
from paroffice.onestop.models import Centre, ProcedureVersion
from paroffice.onestop.queries.catalogue import standing_digest
from paroffice.people.models import Person, Role, Unit
from tests.web.conftest import person

LAW = Path(__file__).parents[3] / "one-stop"
MORNING = datetime(2026, 3, 4, 8, 10, tzinfo=VIETNAM)
"""A Wednesday; the calendar «minh-hoa» is open from 7:30 to 11:30 and from 13:30 to 17:30."""


def hanoi(text: str) -> datetime:
    """`2026-03-04 08:10`, in Hà Nội."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def row(code: str = "T.01", **cells: str) -> dict[str, str]:
    """A whole procedure as a file writes it; five working days."""
    whole = {
        "code": code, "number": "1", "announcement": "new", "name": f"Xác nhận {code}", "field": "Hộ tịch",
        "level": "commune", "order": "Nộp, kiểm tra, trả.", "ways": "Trực tiếp, trực tuyến, bưu chính.",
        "components": "Tờ khai | original | 1 | yes\nBản sao giấy tờ | copy | 2 | no | CSDL dân cư", "sets": "1",
        "limit": "5 working_days", "subjects": "Công dân", "agency": "UBND cấp xã", "result": "Giấy xác nhận",
        "result_required": "yes", "fee": "8000", "legal_basis": "Nghị định minh họa", "announced_by": "province",
        "announced_decision": "1/QĐ-UBND", "announced_on": "2025-11-03", "effective_on": "2025-12-01",
        "online": "4", "whole": "yes", "pays_online": "yes", "one_stop": "yes",
        "process": "Tiếp nhận | Một cửa | 4\nThẩm định | Phòng A | 28\nKý | Lãnh đạo | 8",
        "process_decision": "2/QĐ-UBND", "process_on": "2025-11-20", "published_on": "2025-11-06",
    }  # fmt: skip
    return whole | cells


@dataclass
class Shop:
    """Two centres, their people, one procedure."""

    here: Unit
    there: Unit
    centre: Centre
    thu: Person
    tam: Person
    van: Person
    hoa: Person
    quang: Person
    phuc: Person
    procedure: ProcedureVersion

    def as_(self, name: str) -> Client:
        client = Client()
        client.force_login(getattr(self, name))
        return client


@pytest.fixture
def shop(db: None) -> Shop:
    here = Unit.objects.create(code="dong", name="Xã Đông", block="communes")
    there = Unit.objects.create(code="tay", name="Xã Tây", block="communes")
    van = person("van", Role.HEAD_OF_ONE_STOP, here)
    quang = person("quang", Role.ONE_STOP_OFFICER, here)
    head_there = person("head-there", Role.HEAD_OF_ONE_STOP, there)
    adopt_law(files=files_of(LAW), by=quang, at=MORNING)
    about = {"level": "commune", "calendar": "minh-hoa", "illustrative": True}
    centre = set_up(unit=here, by=van, at=MORNING, name="Một cửa xã Đông", organisation="G09.20", **about)
    set_up(unit=there, by=head_there, at=MORNING, name="Một cửa xã Tây", organisation="G09.21", **about)
    bring_in(rows=[row()], standing=standing_digest(), source="test", by=quang, at=MORNING)
    return Shop(
        here=here,
        there=there,
        centre=centre,
        thu=person("thu", Role.ONE_STOP_CLERK, here),
        tam=person("tam", Role.CASE_OFFICER, here),
        van=van,
        hoa=person("hoa", Role.ONE_STOP_CLERK, there),
        quang=quang,
        phuc=person("phuc", Role.PARTNER_AGENCY, there),
        procedure=ProcedureVersion.objects.get(),
    )
