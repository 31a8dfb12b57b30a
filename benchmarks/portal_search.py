"""How long it takes to find among 100,000 articles: the portal's own search, on the database that DATABASE_URL names.

Made-up Vietnamese sentences, some words in every article, some in one of a thousand. Only the table of words is made.
"""

import os
import random
import statistics
import time
from importlib import import_module
from tempfile import mkdtemp

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
    print(f"{ARTICLES:,} articles, {connection.vendor}; milliseconds, median and slowest of {TRIES}")
    for portals, whose in ((range(1, PORTALS + 1), "all 50 portals"), (range(7, 8), "one portal")):
        for name, said in ASKED.items():
            spent = []
            for _ in range(TRIES):
                begin = time.perf_counter()
                found = sought(said, portals)
                spent.append((time.perf_counter() - begin) * 1000)
            print(f"{whose:16} {name:38} {statistics.median(spent):7.1f} {max(spent):7.1f}   {found[1]:>6} found")


if __name__ == "__main__":
    main()
