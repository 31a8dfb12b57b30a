"""What is wrong with an edition whose form is sound: sums, gaps, overlaps, levels out of reach, loose references.

What the decision itself leaves open or prints wrong is declared in the edition, and then is a warning.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from parindex.errors import Finding, Weight
from parindex.rounding import number
from parindex.rubric.check_rules import check_rule
from parindex.rubric.model import Edition, Group, Item, NotApplicable, Questionnaire, Role, Translation
from parindex.rubric.rules import AllOrNothing, Branch, Choice, Deduct, Metric, Survey
from parindex.rubric.translate import texts_of
from parindex.words import Words, words

OUTCOME_FACTS = ("not_met", "not_proven", "not_applicable")


def check_edition(edition: Edition, place: str) -> list[Finding]:
    """Every finding on the content. `place` stands for findings that belong to the cover."""
    return [
        *_codes(edition),
        *_sums(edition),
        *_scale(edition, place),
        *_cover_names(edition, place),
        *_items(edition),
        *_branches(edition),
        *_survey(edition, place),
        *_translations(edition),
        *_unknowns(edition, place),
    ]


def _error(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)


def _warning(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy, weight=Weight.WARNING)


def _groups(edition: Edition) -> Iterator[Group]:
    for field in edition.fields:
        yield from field.groups()


def _codes(edition: Edition) -> Iterator[Finding]:
    parts: list[Group | Item] = [*_groups(edition), *edition.leaves()]
    seen: set[str] = set()
    for part in parts:
        if part.code in seen:
            yield _error(
                part.where,
                words("the code {code} stands twice", code=part.code),
                words("give each part its own code"),
            )
        seen.add(part.code)


def _sums(edition: Edition) -> Iterator[Finding]:
    for field in edition.fields:
        if field.role is Role.PENALTY:
            continue
        for group in field.groups():
            yield from _sum(group)


def _sum(group: Group) -> Iterator[Finding]:
    total = group.total
    if group.points is not None and group.points != total:
        yield _error(
            group.where,
            words(
                "{code} has {points} points, but its items add up to {total}",
                code=group.code,
                points=number(group.points),
                total=number(total),
            ),
            words("correct a figure; if the decision prints the sum so, write it under printed_total"),
        )
    if group.printed_total is not None:
        weigh = _error if group.printed_total == total else _warning
        yield weigh(
            group.where,
            words(
                "{code} is printed with {printed} points; its items add up to {total}",
                code=group.code,
                printed=number(group.printed_total),
                total=number(total),
            ),
            words("printed_total is for a sum that the decision prints wrong"),
        )


def _scale(edition: Edition, place: str) -> Iterator[Finding]:
    cover, possible = edition.cover, edition.possible()
    if cover.scale != possible:
        yield _error(
            place,
            words(
                "the scale is {scale}, but the items add up to {total}",
                scale=number(cover.scale),
                total=number(possible),
            ),
            words("correct the scale or the items; a bonus counts only where bonus_inside_scale is yes"),
        )
    if cover.caps.bonus_inside_scale and cover.caps.bonus is None:
        yield _error(
            place,
            words("a bonus inside the scale has no cap"),
            words("write caps: bonus, the most it can add"),
        )
    highest = cover.caps.index_at_most
    if highest is not None and cover.caps.index_at_least > highest:
        yield _error(
            place,
            words("the lowest index stands above the highest"),
            words("correct index_at_least or index_at_most"),
        )
    if cover.not_applicable is NotApplicable.APPRAISAL_BLOCK and not edition.appraisal_points():
        yield _error(
            place,
            words("the appraisal block holds no points to be rebased"),
            words("write whole_scale or not_allowed"),
        )


def _cover_names(edition: Edition, place: str) -> Iterator[Finding]:
    cover = edition.cover
    if cover.replaces == cover.edition:
        yield _error(place, words("an edition cannot replace itself"), words("name the edition before, or none"))
    for block, classes in cover.classes.items():
        if block not in cover.blocks:
            yield _unknown_name(place, block, cover.blocks)
        for better, worse in pairwise(classes.bands):
            if better.at_least <= worse.at_least:
                yield _error(
                    place,
                    words("the class «{name}» cannot be reached", name=worse.name),
                    words("write the classes best first, each with a lower bound than the one before"),
                )
    if len(edition.fields) != len(cover.fields):
        yield _error(place, words("a field file could not be read"), words("correct the findings above"))


def _unknown_name(where: str, name: str, known: Iterable[str]) -> Finding:
    return _error(
        where,
        words("«{name}» is named here but not defined", name=name),
        words("use one of: {choices}", choices=", ".join(known)),
    )


def _items(edition: Edition) -> Iterator[Finding]:
    for field, item in edition.with_roles():
        if item.points is None and field.role is not Role.PENALTY:
            yield _error(item.where, words("{code} has no points", code=item.code), words("write its maximum"))
            continue
        if isinstance(item.scored_by, Deduct) != (field.role is Role.PENALTY and item.points is None):
            yield _error(
                item.where,
                words("{code} does not fit its field", code=item.code),
                words("deduct, without points, belongs in a field with role: penalty, and nowhere else"),
            )
            continue
        if item.from_survey and field.role is not Role.STANDARD:
            yield _error(
                item.where,
                words("{code} is scored by the survey outside the standard scale", code=item.code),
                words("a survey fills points of a field with role: standard"),
            )
        if item.not_applicable_when and edition.cover.not_applicable is NotApplicable.NOT_ALLOWED:
            yield _error(
                item.where,
                words("{code} may not apply, but the cover allows no such case", code=item.code),
                words("write the cover's not_applicable mode, or remove not_applicable_when"),
            )
        yield from check_rule(item)


def _branches(edition: Edition) -> Iterator[Finding]:
    items = {item.code: item for item in edition.leaves()}
    for item in items.values():
        rule = item.scored_by
        if not isinstance(rule, Branch):
            continue
        other = items.get(rule.on)
        if other is None or isinstance(other.scored_by, Branch | Survey):
            yield _error(
                item.where,
                words(
                    "{code} branches on {other}, which gives no fact to branch on",
                    code=item.code,
                    other=rule.on,
                ),
                words("name an item that a choice, all_or_nothing or figure rule scores"),
            )
            continue
        yield from _cases(item, rule, other)


def _cases(item: Item, rule: Branch, other: Item) -> Iterator[Finding]:
    facts = facts_of(other)
    named = Counter(fact for case in rule.cases for fact in case.when)
    for fact, times in named.items():
        if fact not in facts:
            yield _error(
                item.where,
                words("{other} never gives the fact «{fact}»", other=other.code, fact=fact),
                words("use one of: {choices}", choices=", ".join(facts)),
            )
        elif times > 1:
            yield _error(
                item.where,
                words("the fact «{fact}» stands in two cases; the second cannot be reached", fact=fact),
                words("keep it in one case"),
            )


def facts_of(item: Item) -> tuple[str, ...]:
    """The facts that another item can branch on: a level, `yes`, or how the item stands."""
    rule = item.scored_by.scored_by if isinstance(item.scored_by, Metric) else item.scored_by
    if isinstance(rule, Choice):
        return (*(level.level for level in rule.levels), *OUTCOME_FACTS)
    return ("yes" if isinstance(rule, AllOrNothing) else "answered", *OUTCOME_FACTS)


def _survey(edition: Edition, place: str) -> Iterator[Finding]:
    used: set[str] = set()
    for item in edition.leaves():
        if isinstance(item.scored_by, Survey):
            used |= item.scored_by.questions.keys()
            yield from _survey_item(item, item.scored_by, edition.survey)
    if edition.survey is not None:
        yield from _questionnaire(edition.survey, used)


def _survey_item(item: Item, rule: Survey, survey: Questionnaire | None) -> Iterator[Finding]:
    if bool(rule.questions) == (rule.percent_from is not None):
        yield _error(
            item.where,
            words("{code} needs either questions or a percentage from elsewhere", code=item.code),
            words("write questions, or percent_from, one of the two"),
        )
    questions = {} if survey is None else survey.questions
    for code in rule.questions.keys() - questions.keys():
        yield _unknown_name(item.where, code, questions)
    for group in rule.groups.keys() - ({} if survey is None else survey.groups).keys():
        yield _unknown_name(item.where, group, () if survey is None else survey.groups)
    if any(weight == 0 for weight in (*rule.questions.values(), *rule.groups.values())):
        yield _error(
            item.where, words("a weight of zero says nothing"), words("remove the line, or write its weight")
        )


def _questionnaire(survey: Questionnaire, used: set[str]) -> Iterator[Finding]:
    place = "survey.yaml"
    for code, question in survey.questions.items():
        if question.options not in survey.options:
            yield _unknown_name(f"{place} {code}", question.options, survey.options)
        for group in set(question.groups) - survey.groups.keys():
            yield _unknown_name(f"{place} {code}", group, survey.groups)
        if code not in used:
            yield _warning(
                f"{place} {code}",
                words("no item takes its points from this question"),
                words("tie it to an item, or keep it for the report only"),
            )
    for name, options in survey.options.items():
        weights = [option.weight for option in options.values() if option.weight is not None]
        if not weights or max(weights) != 1 or min(weights) < 0:
            yield _error(
                f"{place} {name}",
                words("the best answer must weigh 1 and none less than 0"),
                words("write the weights from 1 (full points) down to 0"),
            )


def _translations(edition: Edition) -> Iterator[Finding]:
    parts: list[Group | Item] = [*_groups(edition), *edition.leaves()]
    titled = {part.code: part for part in parts if part.title is not None}
    texts = texts_of(edition) if any(other.says for other in edition.translations.values()) else set()
    for language, translation in edition.translations.items():
        yield from _translated(f"{language}.yaml", translation, titled)
        for text in translation.says.keys() - texts:
            yield _error(
                f"{language}.yaml",
                words("«{text}» is translated but stands nowhere in the edition", text=text),
                words("write it just as the edition does, or remove the line"),
            )


def _translated(place: str, translation: Translation, titled: dict[str, Group | Item]) -> Iterator[Finding]:
    for code in titled.keys() - translation.titles.keys():
        yield _error(place, words("{code} is not translated", code=code), words("add its title under titles"))
    for code in translation.titles.keys() - titled.keys():
        yield _error(
            place,
            words("{code} is translated but has no title in the edition", code=code),
            words("remove the line"),
        )


def _unknowns(edition: Edition, place: str) -> Iterator[Finding]:
    remedy = words("declared in the edition: nothing is guessed")
    for text in edition.cover.unknown:
        yield _warning(place, words("not known: {what}", what=text), remedy)
    parts: list[Group | Item] = [*_groups(edition), *edition.leaves()]
    for part in parts:
        for text in part.unknown:
            yield _warning(part.where, words("not known: {what}", what=f"{part.code}: {text}"), remedy)
