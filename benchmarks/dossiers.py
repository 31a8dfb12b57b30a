"""A generated ledger of very many dossiers of the year 2025: written by DuckDB, month after month."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from parindex.onestop.calendar import midnight
from parindex.onestop.warehouse.form import DOSSIERS, FEEDBACK, FEEDBACK_COLUMNS, Month, moment

UNITS, PROCEDURES = 3321, 200
MONTHS = tuple(Month(f"2025-{number:02}") for number in range(1, 13))
LIMITS = ("5 working_days", "10 working_days", "3 working_days", "same_day", "15 calendar_days", "24 working_hours")
PERIOD = """title: Kho hồ sơ sinh ra để đo (minh họa)
since: {since}
until: {until}
service_index: qd-766-2022
calendar: minh-hoa
illustrative: yes
"""
CHANCE = "(hash(i * 31 + {salt}) % 10000)::bigint"
"""A whole number below 10,000 that depends on the dossier alone."""
EVENT = "{{'at': {at}, 'kind': {kind}::tinyint, 'due': {due}::bigint}}"

MADE = """
select
  'HS-' || i as dossier,
  'x' || hash(i) % {units} as unit,
  'T' || least(hash(i * 7) % {procedures}, hash(i * 11) % {procedures}) as procedure,
  '1' as version,
  case when received < {changes[0]} then 'nd-107-2021' when received < {changes[1]} then 'nd-118-2025'
    else 'nd-367-2025' end as regime,
  'minh-hoa' as calendar,
  case when c1 < 5500 then 'online' when c1 < 9500 then 'direct' else 'post' end as channel,
  c2 < 9000 as synced,
  case when c2 % 3 = 0 then 8000 else 0 end::bigint as fee,
  c3 % 2 = 0 as paid_online,
  c3 < 9500 as result_required,
  c4 < 7000 as result_electronic,
  (c4 % 6)::bigint as components,
  (c5 % (c4 % 6 + 1))::bigint as components_digitised,
  c5 < 3000 as reused,
  c5 > 4000 as population_data,
  c5 < 100 as disliked,
  case
    when c6 < 1200 or c7 < 400 or c7 > 9700 then list_sort(list_filter([
      case when c1 < 5500 then {submitted} end,
      {received},
      case when c6 < 1200 then {asked} end,
      case when c6 < 1200 and c6 % 20 > 0 then {brought} end,
      case when c6 < 100 then {asked_again} end,
      case when c6 < 100 then {brought_again} end,
      case when c7 < 400 then {pay_asked} end,
      case when c7 < 380 then {paid} end,
      case when c7 > 9700 then {extended} end,
      case when ended_at is not null then {ended} end,
      case when returned_at is not null then {returned} end
    ], event -> event is not null))
    when c1 < 5500 and returned_at is not null then [{submitted}, {received}, {ended}, {returned}]
    when c1 < 5500 and ended_at is not null then [{submitted}, {received}, {ended}]
    when c1 < 5500 then [{submitted}, {received}]
    when returned_at is not null then [{received}, {ended}, {returned}]
    when ended_at is not null then [{received}, {ended}]
    else [{received}]
  end as events,
  ended_at
from (
  select *, received + {minute} * (30 + c5 % 3000) as asked_at,
    case when c8 < 8000 then ended_at + {minute} * (c7 % 4000) end as returned_at
  from (
    select *, case when c8 < 9800 then
      received + {minute} * (60 + c4 * c5 % 12000 + case when c6 < 1200 then 7000 else 0 end) end as ended_at
    from (
      select i, {chances},
        {starts} + {day} * ((hash(i * 3) % {days})::bigint)
          + {minute} * (450 + (hash(i * 5) % 600)::bigint) as received
      from range({first}, {last}) t(i)
    )
  )
)
"""
"""Few dossiers are asked for anything, so few lists are put into order; `ended_at` says which month they outlast."""


def write_year(ledger: Path, dossiers: int) -> None:
    """Each month as a month is kept: what came in it and what was open before, with events up to its end."""
    connection = duckdb.connect(config={"memory_limit": "2.5GB", "preserve_insertion_order": False})
    connection.execute(f"create temp table still_open as {_made(MONTHS[0], 0, 0)}")
    for number, month in enumerate(MONTHS):
        first, last = dossiers * number // len(MONTHS), dossiers * (number + 1) // len(MONTHS)
        connection.execute(f"create or replace temp view came as {_made(month, first, last)}")
        folder = ledger / month.folder
        (folder / DOSSIERS).mkdir(parents=True)
        _write_around(folder, month, last - first)
        ends = moment(month.period.end) + 1
        handled = "(select * from came union all select * from still_open)"
        cut = f"case when events[-1].at < {ends} then events else list_filter(events, event -> event.at < {ends}) end"
        file = folder / DOSSIERS / "part-0.parquet"
        kept = f"select * exclude (ended_at) replace ({cut} as events) from {handled}"
        connection.execute(f"copy ({kept}) to '{file}' (format parquet, compression zstd)")
        open_then = f"select * from {handled} where ended_at is null or ended_at >= {ends}"
        connection.execute(f"create or replace temp table next_open as {open_then}")
        connection.execute("drop table still_open; alter table next_open rename to still_open")


def _made(month: Month, first: int, last: int) -> str:
    minute = 60_000_000
    events = {
        "submitted": ("received - 600000000", 0),
        "received": ("received", 3),
        "asked": ("asked_at", 1),
        "brought": (f"asked_at + {minute} * (200 + c7 % 5000)", 2),
        "asked_again": (f"asked_at + {minute} * (5400 + c8 % 300)", 1),
        "brought_again": (f"asked_at + {minute} * (5800 + c7 % 4000)", 2),
        "pay_asked": (f"received + {minute} * (100 + c8 % 400)", 4),
        "paid": (f"received + {minute} * (600 + c6 % 3000)", 5),
        "extended": (f"received + {minute} * (1000 + c6 % 3000)", 6),
        "ended": ("ended_at", "case when c8 < 9600 then 7 when c8 < 9700 then 9 else 10 end"),
        "returned": (f"ended_at + {minute} * (c7 % 4000)", 11),
    }
    due = f"received + {minute} * (14400 + c7 % 9000)"
    cells = {
        name: EVENT.format(at=at, kind=f"({kind})", due=due if name == "extended" else "null")
        for name, (at, kind) in events.items()
    }
    return MADE.format(
        **cells,
        chances=", ".join(f"{CHANCE.format(salt=salt)} as c{salt}" for salt in range(1, 9)),
        units=UNITS,
        procedures=PROCEDURES,
        changes=[moment(midnight(day)) for day in (date(2025, 7, 1), date(2025, 12, 31))],
        starts=moment(month.period.start),
        days=month.period.until.day,
        day=24 * 60 * minute,
        minute=minute,
        first=first,
        last=last,
    )


def _write_around(folder: Path, month: Month, dossiers: int) -> None:
    period = month.period
    (folder / "period.yaml").write_text(PERIOD.format(since=period.since, until=period.until), encoding="utf-8")
    _table(folder / "units.csv", [{"code": f"x{n}", "name": f"Xã {n}", "level": "commune"} for n in range(UNITS)])
    _table(folder / "procedures.csv", [_procedure(number) for number in range(PROCEDURES)])
    starts, length = moment(period.start), moment(period.end) - moment(period.start)
    feedback = [
        {
            "unit": f"x{number * 7919 % UNITS}",
            "received_at": starts + number * 104_729_000_003 % length,
            "answered_at": starts + number * 104_729_000_003 % length + number % 40 * 86_400_000_000,
            "satisfied": number % 3 > 0,
        }
        for number in range(dossiers // 1000)
    ]
    pq.write_table(pa.Table.from_pylist(feedback, FEEDBACK_COLUMNS), folder / FEEDBACK)


def _procedure(number: int) -> dict[str, object]:
    return {
        "code": f"T{number}",
        "version": 1,
        "name": f"Thủ tục {number} (minh họa)",
        "field": f"Lĩnh vực {number % 12} (minh họa)",
        "level": "commune",
        "limit": LIMITS[number % len(LIMITS)],
        "announced_by": "province",
        "announced_on": "2024-10-01",
        "effective_on": "2024-12-01",
        "published_on": "2024-10-03",
        "complete": "yes",
        "online": number % 4 + 1,
        "payable": "yes" if number % 2 else "no",
        "pays_online": "yes" if number % 3 else "no",
    }


def _table(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
