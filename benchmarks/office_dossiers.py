"""A one-stop unit of a million dossiers: the first page of its board, and its year's book as Excel.

python -m benchmarks.office_dossiers [DOSSIERS], on a new database that DATABASE_URL names, else on SQLite.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

DOSSIERS, TRIES, AT_ONCE = 1_000_000, 40, 5000
LAW = Path(__file__).parents[1] / "one-stop"
PAGES = {"the board": "/mot-cua/", "what is over": "/mot-cua/?khay=over", "a name": "/mot-cua/?tim=minh+hoa+77"}
PROCEDURE = {
    "code": "T.01", "number": "1", "announcement": "new", "name": "Xác nhận (minh họa)", "field": "Hộ tịch",
    "level": "commune", "limit": "5 working_days", "announced_by": "province", "announced_on": "2025-11-03",
    "effective_on": "2025-12-01", "online": "4", "one_stop": "yes", "components": "Tờ khai | original | 1 | yes",
}  # fmt: skip


def main() -> None:
    dossiers = sys.argv[1] if len(sys.argv) > 1 else str(DOSSIERS)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        for step in ("fill", "pages", "book"):
            command = [sys.executable, "-m", "benchmarks.office_dossiers", step, dossiers]
            subprocess.run(command, check=True, env=environment)


def fill(dossiers: int) -> None:
    """One in fifty is being worked on; the rest is over."""
    from django.db import connection

    from paroffice.config.tables import bring_up_to_date
    from paroffice.onestop.actions.catalogue import bring_in
    from paroffice.onestop.actions.law import adopt_law, set_up
    from paroffice.onestop.law import files_of
    from paroffice.onestop.models import Dossier
    from paroffice.onestop.queries.catalogue import standing_digest
    from paroffice.people.models import Grant, Person, Role, Unit

    bring_up_to_date()
    unit, at = Unit.objects.create(code="bench", name="bench", block="bench"), datetime(2026, 1, 5).astimezone()
    by = Person.objects.create_user("bench")
    for role in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP):
        Grant.objects.create(person=by, role=role, unit=unit, starts_on=at.date())
    adopt_law(files=files_of(LAW), by=by, at=at)
    set_up(unit=unit, by=by, at=at, name="bench", level="commune", organisation="G09.20", calendar="minh-hoa")
    bring_in(rows=[PROCEDURE], standing=standing_digest(), source="bench", by=by, at=at)
    for start in range(0, dossiers, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, dossiers))
        Dossier.objects.bulk_create(made(unit, at, number) for number in numbers)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE onestop_dossier")


def made(unit: object, at: datetime, number: int) -> object:
    from paroffice.onestop.models import Dossier, Law, ProcedureVersion, State, Tray

    if not HELD:
        HELD.update(law=Law.objects.get(), version=ProcedureVersion.objects.get())
    moment, over = at + timedelta(seconds=20 * number), number % 50 > 0
    state, tray = (State.RETURNED, Tray.OVER) if over else (State.WORKED_ON, Tray.WORKING)
    return Dossier(
        unit=unit, regime="nd-367-2025", calendar="minh-hoa", code=f"G09.20-{number:09}", key="BENCH888", year=2026,
        number=number + 1, state=state, tray=tray,
        channel="direct", applicant=f"Minh Họa {number % 1000}", submitted_at=moment, received_at=moment,
        due_at=moment + timedelta(days=7), sort_at=moment + timedelta(days=6 if over else 7),
        ended_at=moment + timedelta(days=6) if over else None, timeliness="early" if over else "",
        returned_at=moment + timedelta(days=6) if over else None, department="Phòng A", **HELD,
    )  # fmt: skip


HELD: dict[str, object] = {}
"""Law and procedure, read once."""


def pages(dossiers: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from paroffice.people.models import Person

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Person.objects.get(username="bench"))
    print(f"{dossiers:,} dossiers of one unit, {connection.vendor}; milliseconds: median, p95 of {TRIES}, queries")
    for name, address in PAGES.items():
        spent = []
        for _ in range(TRIES):
            begin = time.perf_counter()
            assert client.get(address).status_code == 200, address
            spent.append((time.perf_counter() - begin) * 1000)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        p95 = statistics.quantiles(spent, n=20)[-1]
        print(f"  {name:16} {statistics.median(spent):7.1f} {p95:7.1f} {len(asked):4}")


def book(dossiers: int) -> None:
    from paroffice.onestop.models import Dossier
    from paroffice.onestop.register_file import write_book

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        begin, path = time.perf_counter(), Path(folder) / "so.xlsx"
        write_book(path, Dossier.objects.filter(unit__code="bench", year=2026), ["bench"])
        spent, size = time.perf_counter() - begin, path.stat().st_size / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = f"{before / 1024:.0f} MB before, {most / 1024:.0f} MB at most"
    print(f"the book as Excel: {spent:.0f} s, {size:.0f} MB; {memory}")


STEPS = {"fill": fill, "pages": pages, "book": book}

if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in STEPS:
        import django

        django.setup()
        STEPS[sys.argv[1]](int(sys.argv[2]))
    else:
        main()
