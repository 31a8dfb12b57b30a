"""An office that an earlier version left goes on with this one: nothing is lost, the trail holds, the pages open."""

import json
import os
import tarfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.test_backup import Office

PAST = sorted((Path(__file__).parent / "past").glob("*.tar.xz"))
pytestmark = pytest.mark.skipif(
    urlsplit(os.environ.get("DATABASE_URL", "")).scheme == "postgresql", reason="the past lies in SQLite files"
)
PAST_THE_TRAIL = " không như nhật ký kể"
ANSWERS_THEN = 612
"""What the first filling of that office wrote without leaving a trace; one of them was answered again since."""
COUNTS = """
import json
from django.apps import apps
rooms = ("people", "rubrics", "rounds", "evidence", "assessments", "trail")
kept = {one._meta.label: one.objects.count() for room in rooms for one in apps.get_app_config(room).get_models()}
print(json.dumps(kept))
"""
OPEN = """
import json
from django.test import Client
from django.urls import reverse
from paroffice.people.models import Person
told = {}
for who, pages in PAGES.items():
    client = Client()
    client.force_login(Person.objects.get(username=who))
    told |= {f"{who} {name}": client.get(reverse(name, args=arguments)).status_code for name, *arguments in pages}
print(json.dumps(told))
"""
PAGES = {
    "an": [["desk"], ["sheet", 1], ["item", 1, "8.2.1"], ["evidence-store"], ["evidence-page", 1], ["ask-time", 1]],
    "ly": [["submit", 1]],
    "dung": [["board", 1], ["questions", 1], ["trail"], ["editions"]],
    "quan-tri": [["accounts"]],
}


@pytest.fixture(params=PAST, ids=lambda path: path.name)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    with tarfile.open(request.param) as tar:
        tar.extractall(tmp_path / "data", filter="data")
    return Office(tmp_path / "data")


def checked(office: Office) -> list[str]:
    """What is wrong with it, but for the answers that its first filling wrote past the trail, which all are named."""
    done = office.run("-m", "paroffice.cli", "check")
    named = [line for line in done.stderr.splitlines() if line.endswith(PAST_THE_TRAIL)]
    assert len(named) == ANSWERS_THEN
    return [line for line in done.stderr.splitlines() if line not in named]


def test_an_office_of_the_past_goes_on_and_its_trail_holds(office: Office) -> None:
    from sqlite3 import connect

    with connect(office.data / "office.sqlite3") as before:
        deeds = before.execute("SELECT count(*) FROM trail_entry").fetchone()[0]

    assert checked(office) == []

    counts = json.loads(office.python(COUNTS))
    assert counts["trail.Entry"] >= deeds
    assert (counts["assessments.Assessment"], counts["evidence.Version"], counts["people.Person"]) == (8, 1, 8)
    opened = json.loads(office.python(f"PAGES = {PAGES!r}\n{OPEN}"))
    assert {page: code for page, code in opened.items() if code != 200} == {}
    assert checked(office) == [], "what is done now goes on in the chain of then"
    office.python("from paroffice.trail.models import Entry\nEntry.objects.filter(pk=5).update(by='binh')")
    assert [line for line in checked(office) if line.startswith("nhật ký:")], "and shows who touches it"
