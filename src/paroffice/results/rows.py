"""A round's rows as the plain files that anyone computes: what `parindex compute` reads, and nothing else."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from parindex.rubric.model import Edition
from parindex.sheet.ledger import LedgerName, items_in
from parindex.sheet.read import HEADER as LEDGER_HEADER
from parindex.sheet.rulings import HEADER as RULINGS_HEADER
from paroffice.appraisals.marks import GROUPS_LEDGERS, Marks, marks_among
from paroffice.appraisals.models import Appraisal, Conduct, Ruling, State
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.results.survey import Surveyed, survey_of
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Participant, Round
from paroffice.rubrics.queries import law_of
from paroffice.trail.queries import heads

Files = dict[str, bytes]
TRAIL = "trail.csv"
KEPT, DEPARTED = gettext_noop("Giữ nguyên mức trước đó."), gettext_noop("Khác mức trước đó.")
"""What stands for the reason of a ruling that gave none: only one that holds what was held before may give none."""
REACHED: dict[LedgerName, tuple[State, ...]] = {
    LedgerName.APPRAISED: (State.TOLD, State.SETTLED, State.FROZEN),
    LedgerName.AFTER_REPLY: (State.SETTLED, State.FROZEN),
    LedgerName.FINAL: (State.FROZEN,),
}
"""A ledger of the group counts once it is closed for every unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything of a round that its result rests on, read once."""

    round: Round
    law: Edition
    units: Sequence[Participant]
    sheets: Mapping[int, Assessment]
    appraisals: Mapping[int, Appraisal]
    answers: Mapping[int, Sequence[Answer]]
    rulings: Mapping[int, Sequence[Ruling]]
    proofs: Mapping[tuple[int, str], Sequence[Proof]]

    def marks(self, unit: int) -> Marks:
        sheet = self.sheets.get(unit)
        pk = sheet.pk if sheet else 0
        return marks_among(self.law, self.answers.get(pk, ()), self.rulings.get(pk, ()))

    def ledgers(self) -> list[LedgerName]:
        """The unit's own, and each of the group's that is closed for every unit."""
        states = [one.state if (one := self.appraisals.get(unit.unit_id)) else "" for unit in self.units]
        closed = [name for name, reached in REACHED.items() if all(state in reached for state in states)]
        return [LedgerName.SELF, *closed]


def rows_of(round_: Round) -> Rows:
    """Six queries, however many units and items there are."""
    units = list(round_.participants.select_related("unit").order_by("pk"))
    sheets = {one.unit_id: one for one in Assessment.objects.filter(round=round_)}
    appraisals = Appraisal.objects.filter(assessment__round=round_).select_related("assessment")
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(assessment__round=round_):
        answers[answer.assessment_id].append(answer)
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    standing = Ruling.objects.filter(appraisal__assessment__round=round_, stands=True)
    for ruling in standing.select_related("appraisal", "rests_on__version__document", "saw__visit").order_by("pk"):
        rulings[ruling.appraisal.assessment_id].append(ruling)
    proofs: dict[tuple[int, str], list[Proof]] = defaultdict(list)
    put = Proof.objects.filter(assessment__round=round_, taken_back_at=None, version__document__withdrawn_at=None)
    for proof in put.select_related("version__document").order_by("pk"):
        proofs[proof.assessment_id, proof.item].append(proof)
    return Rows(
        round=round_, law=law_of(round_.edition), units=units, sheets=sheets,
        appraisals={one.assessment.unit_id: one for one in appraisals}, answers=answers, rulings=rulings,
        proofs=proofs,
    )  # fmt: skip


def files_of(round_: Round) -> Files:
    """The round's folder: head, units, law, ledgers, survey, rulings, heads of the trail. Always in Vietnamese."""
    with translation.override("vi"):
        return _files(round_)


def _files(round_: Round) -> Files:
    rows, surveyed = rows_of(round_), survey_of(round_)
    ledgers = rows.ledgers()
    files = {
        "round.yaml": _about(round_, surveyed),
        "units.csv": _csv(("unit", "name", "block"), ((one.unit.code, one.name, one.block) for one in rows.units)),
        **{f"edition/{name}": text.encode() for name, text in round_.edition.files.items()},
        **{f"ledgers/{name.value}.csv": _csv(LEDGER_HEADER, _ledger(rows, name)) for name in ledgers},
        TRAIL: _csv(("stream", "number", "digest"), _trail(round_)),
    }
    rulings = list(_rulings(rows, ledgers))
    if rulings:
        files["rulings.csv"] = _csv(RULINGS_HEADER, rulings)
    return {name: content for name, content in files.items() if content} | surveyed.files


def _about(round_: Round, surveyed: Surveyed) -> bytes:
    """JSON strings are YAML strings."""
    said: dict[str, object] = {"title": round_.title, "year": round_.year, "edition": round_.edition.name}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()]
    lines += ["illustrative: yes"] if round_.illustrative else []
    if surveyed.not_held:
        lines.append(f"survey_not_held: {json.dumps(surveyed.not_held, ensure_ascii=False)}")
    seeds = _seeds(round_) | surveyed.seeds
    lines += ["seeds:", *(f"  {name}: {json.dumps(seed, ensure_ascii=False)}" for name, seed in seeds.items())]
    return ("\n".join(lines if seeds else lines[:-1]) + "\n").encode()


def _seeds(round_: Round) -> dict[str, str]:
    conduct = Conduct.objects.filter(round=round_).exclude(drawn_at=None).first()
    return {"second_opinions": conduct.seed} if conduct else {}


def _ledger(rows: Rows, name: LedgerName) -> Iterator[Sequence[str]]:
    """A line a unit and item that the ledger answers; where nothing stands, none."""
    items = items_in(rows.law, name)
    for unit in rows.units:
        sheet = rows.sheets.get(unit.unit_id)
        notes = {one.item: one.note for one in rows.answers.get(sheet.pk, ())} if sheet else {}
        raws = rows.marks(unit.unit_id).raws(name)
        for item in items:
            if (raw := raws.get(item.code)) is not None:
                note = notes.get(item.code, "") if name is LedgerName.SELF else ""
                yield unit.unit.code, item.code, *raw, note


def _rulings(rows: Rows, ledgers: Sequence[LedgerName]) -> Iterator[Sequence[str]]:
    """Each standing ruling of the ledgers that count, with its reason and where its proof is found."""
    open_ledgers = [name for name in GROUPS_LEDGERS if name in ledgers]
    for unit in rows.units:
        rulings = rows.marks(unit.unit_id).rulings
        for name in open_ledgers:
            for code, ruling in sorted(rulings.get(name, {}).items()):
                ground, reason = ruling.differs_because, ruling.reason or _agreed(ruling)
                yield unit.unit.code, code, name.value, ground, reason, _evidence(rows, ruling)


def _agreed(ruling: Ruling) -> str:
    return DEPARTED if ruling.departs else KEPT


def _evidence(rows: Rows, ruling: Ruling) -> str:
    """Titles and pages, never files: of what the ruling rests on, else of all that was put forward for the item."""
    if ruling.rests_on is not None:
        return _title(ruling.rests_on, ruling.pages)
    if ruling.saw is not None:
        return _("kiểm tra trực tiếp ngày %(on)s") % {"on": f"{ruling.saw.visit.on:%d/%m/%Y}"}
    put = rows.proofs.get((ruling.appraisal.assessment_id, ruling.item), ())
    return "; ".join(_title(proof, proof.pages) for proof in put)


def _title(proof: Proof, pages: str) -> str:
    paper = proof.version.document
    told = (paper.number, paper.title, _("trang %(pages)s") % {"pages": pages} if pages else "")
    return ", ".join(part for part in told if part)


def _trail(round_: Round) -> Iterator[tuple[str, int, str]]:
    mine = stream_of(round_, "")
    return ((stream, number, digest) for stream, number, digest in heads() if stream.startswith(mine))


def _csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue().encode()
