"""A sheet of 200 leaves with 1,000 pieces of evidence: its pages rendered on the server, beside a bare Django page.

python -m benchmarks.sheet_page
"""

import hashlib
import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

FIELDS, LEAVES, PROOFS = 8, 25, 5
REPEATS = 30
RULES = (
    "choice: {levels: [{level: a, says: đúng hạn, points: 0.5}, {level: b, says: muộn, points: 0}]}",
    "bands: {numerator: việc xong, denominator: việc giao, rows: [{at_least: 50%, points: 0.5}], otherwise: 0}",
    "count_bands: {counts: số tin, rows: [{at_least: 1, points: 0.5}, {exactly: 0, points: 0}]}",
    "checklist: {marks: [{mark: a, says: ý thứ nhất, points: 0.25}, {mark: b, says: ý thứ hai, points: 0.25}]}",
    "share: {numerator: hồ sơ đúng hạn, denominator: hồ sơ, none_at: 50%}",
)
ANSWERS = ({"answer": "a"}, {"numerator": "3", "denominator": "4"}, {"answer": "2"}, {"answer": "a;b"})
COVER = """edition: large
title: Bộ chỉ số lớn, minh họa
index_type: related
illustrative: yes
decision: {{number: không có, issuer: benchmarks}}
scale: {scale}
index: points
decimals: 2
ties: dense
not_applicable: whole_scale
blocks: {{units: Đơn vị}}
fields: [{fields}]
"""


def large_edition(fields: int = FIELDS, leaves: int = LEAVES) -> dict[str, str]:
    """An edition as files, with rules of every common kind."""
    names = [f"{number}-field" for number in range(1, fields + 1)]
    cover = COVER.format(scale=f"{fields * leaves / 2:g}", fields=", ".join(names))
    return {"cover.yaml": cover} | {f"{name}.yaml": _field(number, leaves) for number, name in enumerate(names, 1)}


def _field(number: int, leaves: int) -> str:
    lines = [f'code: "{number}"', f"title: Lĩnh vực {number}", f"points: {leaves / 2:g}", "items:"]
    for leaf in range(1, leaves + 1):
        lines += [
            f'  - code: "{number}.{leaf}"',
            f"    title: Thủ tục hành chính số {leaf} được thực hiện đầy đủ, kịp thời",
            "    points: 0.5",
            "    evidence: Báo cáo, quyết định",
            f"    scored_by: {{{RULES[leaf % len(RULES)]}}}",
        ]
    return "\n".join(lines) + "\n"


def filled(assessment: Any, by: Any, at: datetime, proofs: int = PROOFS) -> None:
    """Every leaf answered, each with its pieces of evidence."""
    from paroffice.assessments.models import Answer, Proof
    from paroffice.assessments.queries import law_for
    from paroffice.evidence.models import Document, Version

    codes = [item.code for item in law_for(assessment).leaves()]
    Answer.objects.bulk_create(
        Answer(
            assessment=assessment, item=code, outcome="answered", changed_by=by, changed_at=at, note="Có giải trình",
            **_answer(int(code.partition(".")[2])),
        )
        for code in codes
    )  # fmt: skip
    documents = Document.objects.bulk_create(
        Document(unit=assessment.unit, title=f"Báo cáo {number}", searched=f"bao cao {number}")
        for number in range(len(codes) * proofs)
    )
    versions = Version.objects.bulk_create(
        Version(
            document=document, sha256=hashlib.sha256(str(number).encode()).hexdigest(), size=1, name="bao-cao.pdf",
            kind="application/pdf", stored_by=by, stored_at=at, pages=9, text="chữ " * 500,
        )
        for number, document in enumerate(documents)
    )  # fmt: skip
    Proof.objects.bulk_create(
        Proof(
            assessment=assessment, item=codes[number % len(codes)], version=version, put_by=by, put_at=at, pages="1"
        )
        for number, version in enumerate(versions)
    )


def _answer(leaf: int) -> dict[str, str]:
    kind = leaf % len(RULES)
    return dict(ANSWERS[1 if kind == 4 else kind])


def _office() -> tuple[Any, Any]:
    """An office of its own with one large sheet: a client signed in, and the sheet."""
    import django

    from paroffice.config.tables import bring_up_to_date

    django.setup()
    bring_up_to_date()
    from django.test import Client

    from paroffice.assessments.actions import begin
    from paroffice.people.models import Grant, Person, Role, Unit
    from paroffice.rounds.actions import open_round
    from paroffice.rounds.models import Step
    from paroffice.rounds.queries import Time
    from paroffice.rubrics.actions import adopt

    now = datetime.now(UTC)
    unit = Unit.objects.create(code="large", name="Đơn vị lớn", block="units")
    office, officer = (Person.objects.create_user(name, full_name=name) for name in ("dung", "an"))
    Grant.objects.create(person=office, role=Role.ROUND_OFFICE, starts_on=date(2020, 1, 1))
    Grant.objects.create(person=officer, role=Role.UNIT_OFFICER, unit=unit, starts_on=date(2020, 1, 1))
    edition = adopt(files=large_edition(), by=office, at=now)
    open_for = Time(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    windows = [(Step.SELF_ASSESSMENT, "", open_for)]
    round_ = open_round(year=2026, title="Đo", edition=edition, windows=windows, units=[unit], by=office, at=now)
    assessment = begin(round_=round_, unit=unit, at=now)
    filled(assessment, officer, now)
    client = Client()
    client.force_login(officer)
    return client, assessment


def _measured(client: Any, address: str) -> tuple[float, int, int]:
    """Median seconds, queries, and bytes of a page in a warm process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(address).content)
    asked = len(queries)  # counted before the next request empties the log
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        seconds.append(time.perf_counter() - start)
    return median(seconds), asked, size


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PAROFFICE_DATA": folder, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        client, assessment = _office()
        base = f"/ban-tu-cham/{assessment.pk}/"
        pages = {
            "bare page": "/healthz",
            "sheet": base,
            "what is missing": f"{base}?loc=thieu",
            "item": f"{base}muc/4.12/",
            "report": f"{base}bao-cao/",
            "report as PDF": f"{base}bao-cao/pdf/",
            "report as Word": f"{base}bao-cao/word/",
        }
        print(f"{FIELDS * LEAVES} leaves, {FIELDS * LEAVES * PROOFS} pieces of evidence, median of {REPEATS}")
        bare = 0.0
        for name, address in pages.items():
            seconds, queries, size = _measured(client, address)
            bare = bare or seconds
            print(f"{name:18} {seconds * 1000:8.1f} ms {seconds / bare:8.1f} × {queries:4} queries {size:9,} bytes")


if __name__ == "__main__":
    main()
