"""A one-stop unit of a million dossiers on PostgreSQL: its board, a sealed figure, its year's book as CSV and Excel.

python -m benchmarks.office_dossiers [DOSSIERS], on a PostgreSQL of its own that keeps what it commits.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.postgres import cluster, programs

if TYPE_CHECKING:
    from paroffice.onestop.models import Dossier

DOSSIERS, TRIES = 1_000_000, 40
SPAN, CODE = timedelta(days=330), "G09.20"
LAW = Path(__file__).parents[1] / "one-stop"
PAGES = {"the board": "/mot-cua/", "what is over": "/mot-cua/?khay=over", "a name": "/mot-cua/?tim=minh+hoa+77"}
PROCEDURE = {
    "code": "T.01", "number": "1", "announcement": "new", "name": "Xác nhận (minh họa)", "field": "Hộ tịch",
    "level": "commune", "limit": "5 working_days", "announced_by": "province", "announced_on": "2025-11-03",
    "effective_on": "2025-12-01", "online": "4", "one_stop": "yes", "components": "Tờ khai | original | 1 | yes",
}  # fmt: skip


MADE = {
    "code": "'G09.20-' || lpad(n::text, 9, '0')",
    "number": "n",
    "applicant": "'Minh Họa ' || n %% 1000",
    "sought": "'minh hoa ' || n %% 1000",
    "submitted_at": "came",
    "received_at": "came",
    "due_at": "came + interval '7 days'",
    "state": "case when is_over then 10 else 4 end",
    "tray": "case when is_over then 'over' else 'working' end",
    "sort_at": "case when is_over then ends else came + interval '7 days' end",
    "ended_at": "case when is_over then ends end",
    "returned_at": "case when is_over then ends end",
    "timeliness": "case when not is_over then '' when ends <= came + interval '7 days' then 'early' else 'late' end",
    "office_minutes": "case when is_over then 600 + n %% 4000 end",
    "applicant_minutes": "case when is_over then n %% 900 end",
    "department": "'Phòng ' || chr(65 + n %% 8)",
}
"""What a dossier has of its own; the rest is that of the first one."""
FILL = """
insert into onestop_dossier ({columns})
select {cells} from (
  select one.*, n, came, ends, ends < %(now)s and n %% 200 > 0 as is_over
  from onestop_dossier one, generate_series(2, %(dossiers)s) n,
    lateral (select %(now)s - %(span)s * (1 - n::float / %(dossiers)s) as came) c,
    lateral (select came + interval '1 hour' * (n * 37 %% 180) as ends) e
) made
"""
HAPPENED = """
insert into onestop_happened (dossier_id, kind, at, note)
select id, 'received', received_at, '' from onestop_dossier
union all select id, 'finished', ended_at, '' from onestop_dossier where ended_at is not null
"""


def main() -> None:
    dossiers, bin_ = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS, programs()
    if bin_ is None:
        sys.exit("no PostgreSQL is installed: apt-get install postgresql")
    with cluster(bin_, durable=True) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        os.environ["DATABASE_URL"] = url.replace("/office?", "/postgres?")
        start, first = time.perf_counter(), _first()
        fill(first, dossiers)
        print(f"{dossiers:,} dossiers of one unit made in {time.perf_counter() - start:.0f} s")
        pages()
        book()
        figure()


def _first() -> "Dossier":
    """An office with one unit, one clerk, one procedure and one dossier that is being worked on."""
    import django

    django.setup()
    from paroffice.config.tables import bring_up_to_date
    from paroffice.onestop.actions.catalogue import bring_in
    from paroffice.onestop.actions.law import adopt_law, set_up
    from paroffice.onestop.law import files_of
    from paroffice.onestop.models import Dossier, Law, ProcedureVersion, State, Tray
    from paroffice.onestop.queries.catalogue import standing_digest
    from paroffice.people.models import Grant, Person, Role, Unit

    bring_up_to_date()
    unit, at = Unit.objects.create(code="bench", name="bench", block="bench"), datetime.now().astimezone()
    head, clerk = Person.objects.create_user("head"), Person.objects.create_user("clerk")
    for who, role in ((head, Role.HEAD_OF_ONE_STOP), (head, Role.ONE_STOP_OFFICER), (clerk, Role.ONE_STOP_CLERK)):
        Grant.objects.create(person=who, role=role, unit=unit, starts_on=(at - SPAN).date())
    adopt_law(files=files_of(LAW), by=head, at=at)
    set_up(unit=unit, by=head, at=at, name="bench", level="commune", organisation=CODE, calendar="minh-hoa")
    bring_in(rows=[PROCEDURE], standing=standing_digest(), source="bench", by=head, at=at)
    came = at - SPAN
    return Dossier.objects.create(
        unit=unit, version=ProcedureVersion.objects.get(), law=Law.objects.get(), regime="nd-367-2025",
        calendar="minh-hoa", code=f"{CODE}-{1:09}", key="BENCH888", year=at.year, number=1, state=State.WORKED_ON,
        tray=Tray.WORKING, channel="direct", applicant="Minh Họa", submitted_at=came, received_at=came,
        due_at=came + timedelta(days=7), sort_at=came + timedelta(days=7), department="Phòng A",
    )  # fmt: skip


def fill(first: "Dossier", dossiers: int) -> None:
    """As many as wanted over the last months: what has ended is over, the newest and one in two hundred are not."""
    from django.db import connection
    from django.utils import timezone

    columns = [field.column for field in first._meta.concrete_fields if field.column != "id"]
    cells = ", ".join(MADE.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        told = {"now": timezone.now(), "span": SPAN, "dossiers": dossiers}
        cursor.execute(FILL.format(columns=", ".join(columns), cells=cells), told)
        cursor.execute(HAPPENED)
        cursor.execute("VACUUM ANALYZE onestop_dossier, onestop_happened")


def pages() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from paroffice.people.models import Person

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Person.objects.get(username="clerk"))
    print(f"milliseconds: median, p95 of {TRIES}, queries; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
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


def book() -> None:
    from paroffice.onestop.models import Dossier
    from paroffice.onestop.register_file import lines_of, write_book

    before, entered = _most(), Dossier.objects.filter(unit__code="bench")
    begin = time.perf_counter()
    size = sum(len(part.encode()) for part in lines_of(entered)) / 1e6
    print(f"the book as CSV: {time.perf_counter() - begin:.0f} s, {size:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        begin, path = time.perf_counter(), Path(folder) / "so.xlsx"
        write_book(path, entered, ["bench"])
        spent, size = time.perf_counter() - begin, path.stat().st_size / 1e6
    print(f"the book as Excel: {spent:.0f} s, {size:.0f} MB; {before} MB before, {_most()} MB at most")


def figure() -> None:
    """As the worker seals it: every dossier of the year on both clocks, and a row for each that ended."""
    from paroffice.onestop.actions.feed import seal
    from paroffice.people.models import Person, Unit
    from paroffice.rounds.models import Round
    from paroffice.rubrics.models import AdoptedEdition

    unit, head, at = Unit.objects.get(code="bench"), Person.objects.get(username="head"), datetime.now().astimezone()
    edition = AdoptedEdition.objects.create(name="bench", title="bench", digest="0" * 64, files={}, adopted_at=at)
    round_ = Round.objects.create(year=at.year, title="bench", edition=edition, opened_at=at)
    round_.participants.create(unit=unit, block="bench")
    span = {"since": (at - SPAN).date(), "until": at.date()}
    begin = time.perf_counter()
    made = seal(round_=round_, unit=unit, figure="ho_so_dung_han", **span, by=head, at=at)
    spent = time.perf_counter() - begin
    print(f"a figure sealed: {made.numerator:,} of {made.denominator:,}; {spent:.0f} s, {_most()} MB at most")


def _most() -> int:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
