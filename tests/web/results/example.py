"""The founding example as rows of the office: sheets, rulings, figures of the survey, all frozen by the council."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from parindex.index.round import Round as PlainRound
from parindex.index.round import edition_folder, sound_round
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.appraisals.marks import GROUPS_LEDGERS
from paroffice.appraisals.models import Appraisal, Ruling
from paroffice.appraisals.models import State as Appraised
from paroffice.assessments.models import Answer, Assessment
from paroffice.assessments.models import State as Handed
from paroffice.evidence.models import Paper
from paroffice.people.models import Person, Role, Unit
from paroffice.results.models import SurveyFigures
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Round
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from tests.web.conftest import person

EXAMPLE = Path(__file__).parents[3] / "examples" / "kim-son-2018"
NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)


@dataclass
class Example:
    """Dung runs the round, Kiên sits on the council, An is of Kim Sơn, Bình of the next unit."""

    plain: PlainRound
    round: Round
    units: list[Unit]
    dung: Person
    kien: Person
    an: Person
    binh: Person


def loaded() -> Example:
    """Some 3,000 rows; not through the actions, which have tests of their own."""
    plain = sound_round(EXAMPLE)
    dung = person("dung", Role.ROUND_OFFICE)
    units = [Unit.objects.create(code=one.code, name=one.name, block=one.block) for one in plain.units]
    edition = adopt(files=files_of(edition_folder(EXAMPLE, plain.about.edition, None)), by=dung, at=NOON)
    round_ = open_round(
        year=plain.about.year, title=plain.about.title, edition=edition, windows=[], units=units, by=dung, at=NOON,
        illustrative=True,
    )  # fmt: skip
    for place, unit in enumerate(units):
        _appraised(plain, place, unit, round_, dung)
    survey_handed_in(round_, dung)
    return Example(
        plain=plain, round=round_, units=units, dung=dung, kien=person("kien", Role.COUNCIL),
        an=person("an", Role.UNIT_OFFICER, units[0]), binh=person("binh", Role.UNIT_OFFICER, units[1]),
    )  # fmt: skip


def _appraised(plain: PlainRound, place: int, unit: Unit, round_: Round, by: Person) -> None:
    sheet = Assessment.objects.create(
        round=round_, unit=unit, state=Handed.SUBMITTED, submitted_at=NOON, submitted_by=by
    )
    own = plain.ledgers[LedgerName.SELF]
    Answer.objects.bulk_create(
        Answer(
            assessment=sheet, item=code, **_raw(plain, LedgerName.SELF, place, code)._asdict(),
            note=own.note(place, code), changed_by=by, changed_at=NOON,
        )
        for code in own.items
    )  # fmt: skip
    frozen = {
        "told_at": NOON,
        "told_by": by,
        "settled_at": NOON,
        "settled_by": by,
        "frozen_at": NOON,
        "frozen_by": by,
    }
    appraisal = Appraisal.objects.create(assessment=sheet, state=Appraised.FROZEN, **frozen)
    Ruling.objects.bulk_create(_rulings(plain, place, appraisal, by))


def _rulings(plain: PlainRound, place: int, appraisal: Appraisal, by: Person) -> list[Ruling]:
    """The first ledger whole; in a later one only what it changes."""
    found, before = [], dict[str, Raw]()
    for item in items_in(plain.edition, LedgerName.SELF):
        before[item.code] = _raw(plain, LedgerName.SELF, place, item.code)
    for name in GROUPS_LEDGERS:
        for item in items_in(plain.edition, name):
            raw = _raw(plain, name, place, item.code)
            departs = item.code in before and before[item.code] != raw
            if departs or name is LedgerName.APPRAISED:
                found.append(
                    Ruling(
                        appraisal=appraisal, item=item.code, ledger=name.value, number=1, **raw._asdict(),
                        departs=departs, reason="Theo tài liệu (minh họa)." if departs else "", by=by, at=NOON,
                    )
                )  # fmt: skip
            before[item.code] = raw
    return found


def _raw(plain: PlainRound, name: LedgerName, place: int, code: str) -> Raw:
    raw = plain.ledgers[name].raw(place, code)
    assert raw is not None
    return raw


def paper(round_: Round, by: Person, name: str = "quyet-dinh.pdf") -> Paper:
    return Paper.objects.create(
        round=round_, sha256="0" * 64, size=1, name=name, kind="application/pdf", stored_by=by, stored_at=NOON
    )


def survey_handed_in(round_: Round, by: Person) -> SurveyFigures:
    return SurveyFigures.objects.create(
        round=round_,
        source=paper(round_, by, "bao-cao-dieu-tra.pdf"),
        responses=(EXAMPLE / "survey/responses.csv").read_text(encoding="utf-8"),
        percentages=(EXAMPLE / "survey/percentages.csv").read_text(encoding="utf-8"),
        taken_by=by,
        taken_at=NOON,
    )
