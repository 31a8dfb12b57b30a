"""A round as arrays, units × items, so that ten thousand scenarios are a few products of matrices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.index.compute import Index
from parindex.index.screen import Floats
from parindex.index.settle import Figure, Scale
from parindex.rubric.model import Group, Item, NotApplicable, Role, Ties

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Places are counted from 0, in the order of the edition and the round.

    `earned` holds the points, `rounded` the same to the edition's decimals, `left` the maximum where an item applies
    and 0 where it does not; all units × items. `field_of` is the place of an item's field among `fields`; the
    places of standard items are in `appraisal` and `survey`, those of the others in `bonus` and `penalty`.
    """

    items: tuple[Item, ...]
    fields: tuple[Group, ...]
    field_of: Whole
    appraisal: Whole
    survey: Whole
    bonus: Whole
    penalty: Whole
    most: Floats
    earned: Floats
    rounded: Floats
    left: Floats
    official: Floats
    scale: Scale
    blocks: tuple[Whole, ...]

    @classmethod
    def of(cls, index: Index, blocks: Iterable[Sequence[int]]) -> "Grid":
        pairs = list(index.edition.with_roles())
        items = tuple(item for _, item in pairs)
        decimals = index.edition.cover.decimals
        earned = [index.earned[item.code] for item in items]
        most = np.array([float(item.most) for item in items])
        rounded = [np.array(one.points.scaled(decimals), dtype=np.float64) / 10.0**decimals for one in earned]
        fields = index.edition.fields
        return cls(
            items=items,
            fields=fields,
            field_of=np.array([place for place, field in enumerate(fields) for _ in field.leaves()], dtype=np.int64),
            appraisal=_places(role is Role.STANDARD and not item.from_survey for role, item in _roles(pairs)),
            survey=_places(role is Role.STANDARD and item.from_survey for role, item in _roles(pairs)),
            bonus=_places(role is Role.BONUS for role, _ in _roles(pairs)),
            penalty=_places(role is Role.PENALTY for role, _ in _roles(pairs)),
            most=most,
            earned=np.stack([one.points.floats for one in earned], axis=1),
            rounded=np.stack(rounded, axis=1),
            left=np.stack([~one.away for one in earned], axis=1) * most,
            official=index.figure(Figure.INDEX).floats,
            scale=index.scale,
            blocks=tuple(np.array(units, dtype=np.int64) for units in blocks),
        )

    @property
    def units(self) -> int:
        return len(self.earned)

    @property
    def ties(self) -> Ties:
        return self.scale.cover.ties

    @property
    def standard(self) -> Whole:
        return np.sort(np.concatenate([self.appraisal, self.survey]))

    @property
    def standard_fields(self) -> Whole:
        return _places(field.role is Role.STANDARD for field in self.fields)

    @property
    def survey_value(self) -> Floats:
        """What one survey point more adds to each unit's index, before the cap."""
        from_block = self.scale.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK
        appraisal = float(self.scale.appraisal) if from_block else self.left[:, self.appraisal].sum(axis=1)
        below = appraisal + self.left[:, self.survey].sum(axis=1) + float(self.scale.inside_bonus)
        return np.asarray(float(self.scale.full) / below)


def _roles(pairs: Sequence[tuple[Group, Item]]) -> Iterable[tuple[Role, Item]]:
    return ((field.role, item) for field, item in pairs)


def _places(which: Iterable[bool]) -> Whole:
    return np.flatnonzero(np.array(list(which), dtype=np.bool_))
