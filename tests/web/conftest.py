"""The cast: An fills in for her district, Bình for another, Lý leads An's, Chi appraises, Dung runs the round."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from paroffice.assessments.actions import begin
from paroffice.assessments.models import Assessment
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from tests.web import template

SOUND = Path(__file__).parents[1] / "core" / "broken" / "sound"
NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)
"""Noon in Hà Nội."""
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""The smallest paper: one empty page."""
OPENS, CLOSES = NOON - timedelta(days=1), NOON + timedelta(days=9)


def _tables(config: pytest.Config) -> tuple[Path, Path] | None:
    """Where the office's empty tables are kept, and where the tests want them; None where they are no file."""
    if connections["default"].vendor != "sqlite":
        return None
    kept = Path(config.cache.mkdir("office")) / f"{template.key()}.sqlite3"  # type: ignore[union-attr]
    return kept, Path(connections["default"].creation._get_test_db_name())  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Whether the tests find their tables made."""
    tables = _tables(request.config)
    return tables is not None and template.lay(*tables)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> None:
    """As pytest-django makes it; kept for the next run."""
    tables = _tables(request.config)
    if tables is not None and not django_db_keepdb:
        with django_db_blocker.unblock():
            template.keep(Path(connections["default"].settings_dict["NAME"]), tables[0])


@dataclass
class Cast:
    """Everybody, two units, and an open round over the small sound edition."""

    an: Person
    ly: Person
    binh: Person
    chi: Person
    dung: Person
    auditor: Person
    administrator: Person
    here: Unit
    there: Unit
    round: Round
    sheet: Assessment
    other_sheet: Assessment

    def as_(self, name: str) -> Client:
        client = Client()
        client.force_login(getattr(self, name))
        return client


def person(name: str, role: Role, unit: Unit | None = None) -> Person:
    made = Person.objects.create_user(name, password="mật khẩu dài", full_name=name.title())
    Grant.objects.create(person=made, role=role, unit=unit, starts_on=date(2026, 1, 1))
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    here = Unit.objects.create(code="here", name="Huyện Đây", block="units")
    there = Unit.objects.create(code="there", name="Huyện Kia", block="units")
    dung = person("dung", Role.ROUND_OFFICE)
    edition = adopt(files=files_of(SOUND), by=dung, at=NOON)
    time = Time(opens_at=OPENS, closes_at=CLOSES)
    round_ = open_round(
        year=2026,
        title="Năm 2026",
        edition=edition,
        windows=[(Step.SELF_ASSESSMENT, "", time)],
        units=[here, there],
        by=dung,
        at=NOON,
    )
    return Cast(
        an=person("an", Role.UNIT_OFFICER, here),
        ly=person("ly", Role.UNIT_LEADER, here),
        binh=person("binh", Role.UNIT_OFFICER, there),
        chi=person("chi", Role.APPRAISER),
        dung=dung,
        auditor=person("auditor", Role.AUDITOR),
        administrator=person("administrator", Role.ADMINISTRATOR),
        here=here,
        there=there,
        round=round_,
        sheet=begin(round_=round_, unit=here, at=NOON),
        other_sheet=begin(round_=round_, unit=there, at=NOON),
    )
