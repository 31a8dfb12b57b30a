"""How a service index is written, and what of it a person may assume; reading it with all its findings."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from parindex.errors import Finding, Unreadable
from parindex.onestop.clocks.index import IndexRules
from parindex.onestop.figures import FIGURES
from parindex.onestop.law import is_plain, read_file
from parindex.onestop.regime import Mark
from parindex.onestop.service_index import (
    Assumptions,
    Component,
    ComponentGroup,
    ServiceClass,
    ServiceIndex,
    WhenNone,
)
from parindex.onestop.shapes import LimitOf, MarkOf, OrUnknown
from parindex.rubric.shape import Key, ListOf, MapOf, OneOf, Percent, Points, Record, Text, Whole, YesNo
from parindex.words import Words, words

ALL = Fraction(1)
CLASS = Record(
    ServiceClass, name=Text(), at_least=Points(), below=Key(Points(), None), mark=Key(MarkOf(), Mark.ASSUMED)
)

COMPONENT = Record(
    Component,
    code=Text(),
    title=Text(),
    points=OrUnknown(Points()),
    figure=Text(),
    mark=MarkOf(),
    times=Key(Text(), None),
    full_at=Key(Percent(), ALL),
    when_none=Key(OneOf(WhenNone), WhenNone.UNKNOWN),
    note=Key(Text(), None),
)

SERVICE_INDEX = Record(
    ServiceIndex,
    name=Text(),
    title=Text(),
    decimals=Whole(),
    feedback_limit=LimitOf(),
    clock=Record(
        IndexRules,
        requests_without_lateness=Whole(),
        counts_requests_before_reception=YesNo(),
        extension_moves_due=YesNo(),
    ),
    groups=ListOf(
        Record(
            ComponentGroup,
            code=Text(),
            title=Text(),
            points=Points(),
            mark=MarkOf(),
            components=ListOf(COMPONENT, at_least=1),
        ),
        at_least=1,
    ),
    classes=ListOf(CLASS),
    assumptions=Key(ListOf(Text()), ()),
)

ASSUMPTIONS = Record(
    Assumptions,
    points=Key(MapOf(Points()), {}),
    when_none=Key(MapOf(OneOf(WhenNone)), {}),
    classes=Key(ListOf(CLASS), ()),
)


def read_service_index(law: Path, name: str) -> ServiceIndex:
    """A service index of a law folder. Raises `Unreadable` with its findings."""
    file = f"service-indexes/{name}.yaml"
    if not is_plain(name):
        raise Unreadable([_found("service-indexes", words("there is no such file"), words("correct the name"))])
    index = read_file(law / file, SERVICE_INDEX, file)
    flaws = list(flaws_of(index, file))
    if flaws:
        raise Unreadable(flaws)
    return index


def assumed(index: ServiceIndex, assumptions: Assumptions, where: str) -> ServiceIndex:
    """The index with what is unknown settled. Raises `Unreadable` where an assumption meets nothing unknown."""
    settled = index.assuming(assumptions)
    unsplit = {one.code for one in index.components() if one.points is None}
    open_ = {one.code for one in index.components() if one.when_none is WhenNone.UNKNOWN}
    strange = sorted((assumptions.points.keys() - unsplit) | (assumptions.when_none.keys() - open_))
    flaws = [
        _found(where, words("nothing is unknown of «{code}» there", code=code), words("take the assumption away"))
        for code in strange
    ]
    flaws += flaws_of(settled, where)
    if flaws:
        raise Unreadable(flaws)
    return settled


def flaws_of(index: ServiceIndex, where: str) -> Iterator[Finding]:
    """What does not add up, what stands twice, and classes that overlap."""
    codes = Counter(one.code for one in index.components())
    for code in (code for code, times in codes.items() if times > 1):
        yield _found(where, words("«{name}» stands twice", name=code), words("keep one of the two"))
    for group in index.groups:
        whole = all(one.points is not None for one in group.components)
        if group.split_known > group.points or (whole and group.split_known != group.points):
            problem = words("the components of group {code} do not add up to its points", code=group.code)
            yield _found(where, problem, words("correct the points, or write «unknown» where the split is not known"))
    for one in index.components():
        if one.full_at == 0 or (one.times is not None and one.times not in FIGURES):
            problem = words("component {code} cannot be determined", code=one.code)
            yield _found(where, problem, words("write full_at above 0%, and a computed figure under «times»"))
    bands = sorted(index.classes, key=lambda band: band.at_least)
    for lower, upper in pairwise(bands):
        if lower.below is None or lower.below > upper.at_least:
            problem = words("the classes «{lower}» and «{upper}» overlap", lower=lower.name, upper=upper.name)
            yield _found(where, problem, words("end each class below the next"))


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)
