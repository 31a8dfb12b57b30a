"""Before its phase a unit sees no mark, note, second score or sighting: in no page, file, search, duty or letter."""

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.appraisals import record
from paroffice.appraisals.actions import remarks, visits
from paroffice.appraisals.actions.rulings import Grounds, rule
from paroffice.appraisals.models import SecondScore, Visit
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.search import search
from paroffice.assessments.models import Assessment
from paroffice.desk.queries import waiting_for
from paroffice.people.models import Person
from paroffice.rounds.models import Window
from tests.web.addresses import World, world_of
from tests.web.appraisals.conftest import Group
from tests.web.appraisals.test_replies import CUT
from tests.web.appraisals.test_visits import HEADING, paper, visit
from tests.web.conftest import PAPER
from tests.web.test_seeing import pages

pytestmark = pytest.mark.any_database
WORDS = ("canary-ruling", "canary-differs", "canary-second", "canary-sighting", "canary-remark", "canary-place")
Planted = tuple[Group, World]
FILES = ("sheet-excel", "sheet-word", "sheet-pdf")


@pytest.fixture
def planted(group: Group) -> Planted:
    """Each word stands in one place of the appraisal of «here», whose unit has been told nothing."""
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    world = world_of(group.cast)
    grounds = Grounds(reason="canary-ruling", differs_because="canary-differs")
    rule(appraisal=group.here, code="1.2", raw=CUT["1.2"], grounds=grounds, number=0, by=group.chi, at=now)
    SecondScore.objects.create(
        appraisal=group.here, item="1.2", given_to=group.mai, drawn_at=now, scored_at=now, outcome="not_met",
        reason="canary-second",
    )  # fmt: skip
    stored = paper(group, sha256=hashlib.sha256(PAPER).hexdigest(), pages=1)
    planned = visit(group, place="canary-place", at=now)
    visits.note_sighting(visit=planned, item="1.2", text="canary-sighting", photos=[stored], by=group.chi, at=now)
    remarks.remark(
        appraisal=group.here, kind=Kind.SHORTCOMING, text="canary-remark", items=["1.2"], proofs=[], by=group.chi, at=now,
        sightings=list(planned.sightings.all()),
    )  # fmt: skip
    return group, world


def signed_in(who: str, language: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=who))
    client.cookies["django_language"] = language
    return client


def everything_read(planted: Planted, who: str, language: str = "vi") -> Iterator[tuple[str, str]]:
    """Every page, the files of a sheet, what waits (the daily letter says the same), what is found."""
    _, world = planted
    client, person, now = signed_in(who, language), Person.objects.get(username=who), timezone.now()
    yield from pages(world, client)
    for sheet in Assessment.objects.all():
        for name in FILES:
            response = client.get(reverse(name, args=[sheet.pk]))
            yield name, text_of(response.content if response.status_code == 200 else b"")
    yield "duties", repr(waiting_for(person, now))
    yield "search", repr(list(search(person, "canary", now)))


def text_of(content: bytes) -> str:
    """What a reader of a PDF, a Word or an Excel file would see."""
    if content.startswith(b"%PDF"):
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
    return ""


def words_in(read: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Which word stands where first."""
    found: dict[str, str] = {}
    for place, text in read:
        found |= {word: place for word in WORDS if word in text and word not in found}
    return found


@pytest.mark.parametrize(("who", "language"), [("an", "vi"), ("ly", "en"), ("binh", "vi")])
def test_a_unit_meets_nothing_of_an_appraisal_that_it_was_not_told(planted: Planted, who: str, language: str) -> None:
    assert words_in(everything_read(planted, who, language)) == {}


def test_a_second_appraiser_meets_no_mark_and_the_group_meets_every_word(planted: Planted) -> None:
    assert words_in(everything_read(planted, "mai")).keys() <= {"canary-second"}, "only her own reason"
    assert sorted(words_in(everything_read(planted, "chi"))) == sorted(WORDS), "else the walk proves nothing"


def test_the_record_tells_the_unit_what_was_seen_and_no_more(planted: Planted) -> None:
    group, _ = planted
    now = timezone.now()
    held = visits.lay_record(visit=Visit.objects.get(), heading=HEADING, by=group.chi, at=now)

    link = reverse("told-visit", args=[group.here.assessment_id, held.pk])
    read = signed_in("an", "vi").get(link).content.decode()
    texts = [read, text_of(record.as_word(held)), text_of(record.as_pdf(held))]
    assert [words_in(iter([("", one)])).keys() for one in texts] == [{"canary-sighting", "canary-place"}] * 3
    assert signed_in("binh", "vi").get(link).status_code == 404
