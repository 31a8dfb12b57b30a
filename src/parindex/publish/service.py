"""The service index of a register as text, JSON and CSV. Every share stands as numerator and denominator."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from fractions import Fraction

from parindex.onestop.register import Register
from parindex.onestop.reports import DossierReport
from parindex.onestop.scores import UnitScore
from parindex.onestop.service_index import Earned, GroupEarned
from parindex.publish.tables import ruled, safe_cell
from parindex.rounding import printed, shortest, shown
from parindex.rubric.answers import Ratio
from parindex.words import Language, Sayable, Words, said, words

Data = dict[str, object]
REPORT_COLUMNS = [column.name for column in fields(DossierReport) if column.name != "field"]


def service_text(register: Register, scores: Sequence[UnitScore], language: Language, *, components: bool) -> str:
    """What a reader sees in a terminal: points by group for each unit, and its components where asked."""
    lines: list[str] = [line.said_in(language) for line in _head(register)]
    lines += ["", *_units(register, scores, language)]
    for score in scores if components else ():
        lines += ["", _name(score, language), *_components(register, score, language), *_times(score, language)]
    lines += ["", *(line.said_in(language) for line in _foot(register, scores))]
    return "\n".join(lines) + "\n"


def _head(register: Register) -> Iterator[Words]:
    about = register.about
    yield words("{title}", title=about.title)
    yield words("{title}", title=register.index.title)
    yield words("Period: {since} to {until}", since=about.since, until=about.until)
    if register.illustrative:
        yield words("ILLUSTRATIVE DATA: not an official result")
    if about.note is not None:
        yield words("{note}", note=about.note)


def _units(register: Register, scores: Sequence[UnitScore], language: Language) -> list[str]:
    head: list[Sayable] = [words("Unit"), *(words("{code}", code=group.code) for group in register.index.groups)]
    cells = [[column.said_in(language) for column in (*head, words("Points"), words("Possible"), words("Class"))]]
    for score in scores:
        total = score.score
        parts = [_range(register, one.lowest, one.highest, language) for one in total.groups]
        points = _range(register, total.lowest, total.highest, language)
        class_ = total.class_.name if total.class_ else "–"
        cells.append([_name(score, language), *parts, points, _figure(total.possible, language), class_])
    return ruled(cells, {0, len(cells[0]) - 1})


def _components(register: Register, score: UnitScore, language: Language) -> list[str]:
    titles = (words("Code"), words("Component"), words("Counted"), words("Points"), words("Of"))
    cells = [[title.said_in(language) for title in titles]]
    for group in score.score.groups:
        cells += [_component(register, one, language) for one in group.earned]
        if group.together:
            cells.append(_rest(register, group, language))
    return ruled(cells, {0, 1})


def _component(register: Register, one: Earned, language: Language) -> list[str]:
    component = one.component
    points, of = "–", "?"
    if component.points is not None:
        points, of = _range(register, one.lowest, one.highest, language), _figure(component.points, language)
    return [component.code, component.title, _counted(one.ratio), points, of]


def _rest(register: Register, group: GroupEarned, language: Language) -> list[str]:
    """The points whose split among components is not known, in one line."""
    split = [one for one in group.earned if one.component.points is not None]
    low = group.lowest - sum((one.lowest for one in split), Fraction(0))
    high = group.highest - sum((one.highest for one in split), Fraction(0))
    title = words("together; the split is not known").said_in(language)
    return [group.group.code, title, "", _range(register, low, high, language), _figure(group.together, language)]


def _times(score: UnitScore, language: Language) -> Iterator[str]:
    report = score.report
    yield words(
        "Dossiers: {received} = {settled} settled ({late} late) + {open} open ({open_late} late)",
        received=report.received,
        settled=report.settled,
        late=report.settled_late,
        open=report.open,
        open_late=report.open_late,
    ).said_in(language)
    if score.mean_hours is not None:
        hours = shown(printed(score.mean_hours, 1), language)
        yield words("Mean working time of settled dossiers: {hours} hours", hours=hours).said_in(language)


def _foot(register: Register, scores: Sequence[UnitScore]) -> Iterator[Words]:
    if any(not score.score.known for score in scores):
        yield words("Two figures are the least and the most: what is not known is not guessed.")
    for line in assumptions(register):
        yield words("Assumed: {what}", what=line)


def assumptions(register: Register) -> Iterator[object]:
    """Everything unverified that the figures rest on: in the index, in the regimes in use, or settled by a person."""
    yield from register.index.assumptions
    for name in register.regimes_used:
        regime = register.regimes.named(name)
        if regime is not None and (rules := ", ".join(sorted(regime.assumed()))):
            yield words("rules of {regime} that were not verified: {rules}", regime=regime.name, rules=rules)
    settled = register.about.assumes
    for code, points in settled.points.items():
        yield words("component {code} has {points} points", code=code, points=shortest(points))
    for code, when in settled.when_none.items():
        yield words("component {code} without cases: {when}", code=code, when=when.value)
    for band in settled.classes:
        yield words("class {name} from {points}", name=band.name, points=shortest(band.at_least))


def _range(register: Register, low: Fraction, high: Fraction, language: Language) -> str:
    decimals = register.index.decimals
    texts = [shown(printed(value, decimals), language) for value in (low, high)]
    return texts[0] if low == high else f"{texts[0]}…{texts[1]}"


def _figure(value: Fraction, language: Language) -> str:
    return shown(shortest(value), language)


def _counted(ratio: Ratio | None) -> str:
    return "–" if ratio is None else f"{shortest(ratio.numerator)}/{shortest(ratio.denominator)}"


def _name(score: UnitScore, language: Language) -> str:
    return score.unit.name if score.unit else words("All units").said_in(language)


def service_json(register: Register, scores: Sequence[UnitScore]) -> str:
    """The public JSON form: exact figures as text, numerators and denominators as whole numbers."""
    return json.dumps(service_data(register, scores), ensure_ascii=False, indent=2) + "\n"


def service_data(register: Register, scores: Sequence[UnitScore]) -> Data:
    about = register.about
    return {
        "title": about.title,
        "since": about.since.isoformat(),
        "until": about.until.isoformat(),
        "illustrative": register.illustrative,
        "service_index": register.index.name,
        "assumptions": [str(said(line, "vi")) for line in assumptions(register)],
        "units": [_unit_data(register, score) for score in scores],
    }


def _unit_data(register: Register, score: UnitScore) -> Data:
    decimals = register.index.decimals
    total = score.score
    return {
        "unit": score.unit.code if score.unit else None,
        "lowest": printed(total.lowest, decimals),
        "highest": printed(total.highest, decimals),
        "possible": shortest(total.possible),
        "class": total.class_.name if total.class_ else None,
        "components": [_component_data(one, decimals) for group in total.groups for one in group.earned],
        "figures": {name: _ratio_data(ratio) for name, ratio in sorted(score.figures.items())},
        "report_ii_06a": {name: getattr(score.report, name) for name in REPORT_COLUMNS},
    }


def _component_data(one: Earned, decimals: int) -> Data:
    known = one.component.points is not None
    return {
        "code": one.component.code,
        "points": shortest(one.component.points) if one.component.points is not None else None,
        "lowest": printed(one.lowest, decimals) if known else None,
        "highest": printed(one.highest, decimals) if known else None,
    } | (_ratio_data(one.ratio) if one.ratio is not None else {"numerator": None, "denominator": None})


def _ratio_data(ratio: Ratio) -> dict[str, object]:
    return {"numerator": _whole(ratio.numerator), "denominator": _whole(ratio.denominator)}


def _whole(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else shortest(value)


def service_csv(register: Register, scores: Sequence[UnitScore]) -> str:
    """One line a unit and component."""
    return csv_of_rows(component_rows(register, scores))


def csv_of_rows(rows: Sequence[Data]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def component_rows(register: Register, scores: Sequence[UnitScore]) -> list[Data]:
    return [
        {"unit": unit["unit"] or "", "illustrative": "yes" if register.illustrative else "no"} | component
        for unit in (_unit_data(register, score) for score in scores)
        for component in _components_of(unit)
    ]


def _components_of(unit: Data) -> list[Data]:
    components = unit["components"]
    assert isinstance(components, list)
    return components
