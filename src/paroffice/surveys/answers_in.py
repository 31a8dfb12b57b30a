"""Answers from a file: a plain round's responses.csv, an Excel table, an export of Kobo or ODK. Only read here.

Columns of questions bear the question's name, alone or behind a group (`part_1/Q1`, `part_1-Q1`). The stratum is told
by `stratum`, or by `unit` and `group`. What a device tells of itself (start, end, deviceid, _submission_time, …) is
not taken; start and end are used for the pace and forgotten.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from parindex.errors import Finding, Unreadable, first_of
from paroffice.surveys.actions.bringing import Brought
from paroffice.surveys.frame_in import table_of
from paroffice.surveys.models import Stratum, Survey
from paroffice.surveys.pace import pace_of, seconds_between
from paroffice.surveys.questions.check import flaw
from paroffice.surveys.questions.form import Form, form_from
from paroffice.surveys.questions.replies import cleaned

NAMES = ("_uuid", "instanceid", "meta/instanceid", "meta-instanceid", "key")
PARTS = re.compile(r"[/.\-:]")
WEIGHT = re.compile(r"\d{1,9}([.,]\d{1,6})?", re.ASCII)
LONGEST_CLUSTER = 120


@dataclass(frozen=True, slots=True)
class _Head:
    """Where what stands in a line."""

    plain: Mapping[str, int]
    questions: Mapping[str, int]

    def text(self, row: Sequence[object], *names: str) -> str:
        at = next((self.plain[name] for name in names if name in self.plain), None)
        return str(row[at]).strip() if at is not None and at < len(row) else ""


def read_answers(path: Path, survey: Survey, *, only_known: bool = False) -> tuple[list[Brought], list[Finding]]:
    """Every answer of the file, or what is wrong with it; `only_known` passes over strata that the survey has not."""
    try:
        table = table_of(path)
    except Unreadable as unreadable:
        return [], list(unreadable.findings)
    strata = {one.label: one for one in survey.strata.all()}
    forms = {(one.group, one.block): form_from(one.definition) for one in survey.questionnaires.all()}
    names = {name for form in forms.values() for name in form.names}
    blocks = dict(survey.round.participants.values_list("unit", "block"))
    head = _head(table[0] if table else [], names)
    if not head.questions or not ({"stratum"} <= head.plain.keys() or {"unit", "group"} <= head.plain.keys()):
        return [], [flaw("1", _("thiếu cột «stratum», hoặc «unit» và «group», hoặc cột câu hỏi"),
                         _("dùng tệp theo mẫu survey/responses.csv, hoặc tệp xuất của Kobo, ODK"))]  # fmt: skip
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found, findings = list[Brought](), list[Finding]()
    for number, row in enumerate(table[1:], 2):
        if not any(str(cell).strip() for cell in row):
            continue
        stratum = strata.get(head.text(row, "stratum")) or strata.get(
            f"{head.text(row, 'unit')}-{head.text(row, 'group')}"
        )
        if stratum is None:
            if only_known:
                continue
            findings.append(
                flaw(str(number), _("không có tầng này trong cuộc điều tra"), _("sửa cột stratum, unit, group"))
            )
            continue
        form = forms.get((stratum.group, blocks.get(stratum.unit_id))) or forms[stratum.group, ""]
        one, flaws = _line(head, row, stratum, form, survey.fast_seconds, f"{digest}:{number}")
        findings += [flaw(f"{number} {each.where}", each.problem, each.remedy) for each in flaws]
        found.append(one)
    return found, first_of(iter(findings))


def _head(cells: Sequence[object], names: set[str]) -> _Head:
    plain: dict[str, int] = {}
    questions: dict[str, int] = {}
    for place, cell in enumerate(cells):
        said = str(cell).strip()
        plain.setdefault(said.lower(), place)
        if name := _question(said, names):
            questions.setdefault(name, place)
    return _Head(plain, questions)


def _question(column: str, names: set[str]) -> str | None:
    """The question that a column is of: its name alone, or the longest that stands behind the name of a group."""
    behind = (column[cut.end() :] for cut in PARTS.finditer(column))
    return next((name for name in (column, *behind) if name in names), None)


def _line(
    head: _Head, row: Sequence[object], stratum: Stratum, form: Form, least: int, place: str
) -> tuple[Brought, list[Finding]]:
    sent = {
        name: [str(row[at]).strip()]
        for name, at in head.questions.items()
        if at < len(row) and str(row[at]).strip() not in ("", "n/a")
    }
    replies, flaws = cleaned(form, {name: said for name, said in sent.items() if name in form.names}, "vi")
    strays = sorted(sent.keys() - set(form.names))
    flaws += [flaw(name, _("nhóm này không được hỏi câu ấy"), _("để trống ô, hoặc sửa nhóm")) for name in strays]
    flaws += list(_design_flaws(head, row))
    weight = head.text(row, "weight").replace(",", ".")
    one = Brought(
        name=head.text(row, *NAMES).removeprefix("uuid:") or place,
        stratum=stratum.label,
        cluster=head.text(row, "cluster")[:LONGEST_CLUSTER],
        weight=Decimal(weight) if WEIGHT.fullmatch(weight) else None,
        collector=head.text(row, "collector", "username")[:40],
        replies=replies,
        pace=pace_of(seconds_between(head.text(row, "start"), head.text(row, "end")), len(replies), least),
    )
    return one, flaws


def _design_flaws(head: _Head, row: Sequence[object]) -> Iterator[Finding]:
    weight = head.text(row, "weight")
    try:
        sound = not weight or (WEIGHT.fullmatch(weight) is not None and Decimal(weight.replace(",", ".")) > 0)
    except InvalidOperation:
        sound = False
    if not sound:
        yield flaw(
            "weight", _("trọng số phải là số dương, nhiều nhất sáu chữ số thập phân"), _("sửa hoặc bỏ cột weight")
        )
    cluster = head.text(row, "cluster")
    if len(cluster) > LONGEST_CLUSTER or not cluster.isprintable():
        yield flaw("cluster", _("tên cụm dài quá hoặc không đọc được"), _("sửa ô này"))
