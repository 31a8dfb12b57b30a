"""How long it takes to find among 100,000 articles: the portal's own search, on SQLite and on PostgreSQL.

With DATABASE_URL only on what it names, which is empty. Made-up Vietnamese sentences, some words in every article,
some in one of a thousand. Only the table of words is made.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from importlib import import_module
from tempfile import mkdtemp

from tests.web.postgres import cluster, programs

ARTICLES, TRIES, PORTALS = 100_000, 15, 50
COMMON = """huyện xã tỉnh thủ tục hành chính cải cách hồ sơ người dân một cửa cán bộ kế hoạch công bố""".split()  # noqa: SIM905
RARE = [f"thôn{number}" for number in range(1000)]
ASKED = {
    "two words in every article": "thủ tục hành chính",
    "the same, without accents": "thu tuc hanh chinh",
    "a rare word": "thon123",
    "a rare word and a common one": "thon123 huyen",
    "an unfinished word": "thon12",
    "what nobody wrote": "khongcotunay",
    "one common word, last of many pages": "ke hoach",
}
TABLE = """CREATE TABLE portal_findable (page_id bigint PRIMARY KEY, portal_id bigint, kind varchar(40),
    marks varchar(60),
    title text NOT NULL, text text NOT NULL, "on" date)"""


def rows(chance: random.Random) -> list[tuple[object, ...]]:
    from paroffice.people.names import folded
    from paroffice.portal.finding import marks_of

    made = []
    for number in range(1, ARTICLES + 1):
        words = chance.choices(COMMON, k=90) + chance.sample(RARE, 3) + ["thủ", "tục", "hành", "chính", "kế", "hoạch"]
        title, portal = folded(" ".join(chance.choices(COMMON, k=10))), number % PORTALS + 1
        made.append(
            (number, portal, "article", marks_of(portal, "article"), title, folded(" ".join(words)), "2026-01-01")
        )
    return made


def main() -> None:
    here = [sys.executable, "-m", "benchmarks.portal_search"]
    if "DATABASE_URL" in os.environ:
        measured()
        return
    own = {"DATABASE_URL": f"sqlite:///{mkdtemp(prefix='paroffice-bench-')}/search.sqlite3"}
    subprocess.run(here, env=os.environ | own, check=True)
    bin_ = programs()
    if bin_ is None:
        sys.exit("no PostgreSQL is installed: apt-get install postgresql")
    with cluster(bin_) as url:
        subprocess.run(here, env=os.environ | {"DATABASE_URL": url.replace("/office?", "/postgres?")}, check=True)


def measured() -> None:
    """On the database that DATABASE_URL names."""
    os.environ.setdefault("PAROFFICE_DATA", mkdtemp(prefix="paroffice-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paroffice.config.settings")
    import django

    django.setup()
    from django.db import connection

    from paroffice.portal.finding import sought

    index = import_module("paroffice.portal.migrations.0002_index")
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        for line in index.FTS if connection.vendor == "sqlite" else index.VECTOR:
            cursor.execute(line)
        cursor.execute("BEGIN")
        cursor.executemany("INSERT INTO portal_findable VALUES (%s, %s, %s, %s, %s, %s, %s)", rows(random.Random(8)))
        cursor.execute("COMMIT")
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE portal_findable")
    said = f"{ARTICLES:,} articles, {connection.vendor}"
    print(f"{said}; milliseconds: median, slowest of {TRIES}, median of the processor")
    for portals, whose in ((None, "all portals"), (range(7, 8), "one portal")):
        for name, asked in ASKED.items():
            spent, worked = [], []
            for _ in range(TRIES):
                begin, began = time.perf_counter(), time.process_time()
                found = sought(asked, portals)
                spent.append((time.perf_counter() - begin) * 1000)
                worked.append((time.process_time() - began) * 1000)
            figures = f"{statistics.median(spent):7.1f} {max(spent):7.1f} {statistics.median(worked):7.1f}"
            print(f"{whose:16} {name:38} {figures}   {found[1]:>6} found")


if __name__ == "__main__":
    main()
