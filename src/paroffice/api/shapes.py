"""What the API says. Every figure is text, exact to its printed decimals, with a dot: never a binary float."""

from datetime import date, datetime
from typing import Annotated

from ninja import Path, Schema
from pydantic import Field


class Problem(Schema):
    """Why something could not be given, and what to do."""

    problem: str
    remedy: str


class RoundOut(Schema):
    """A round and the version of its result that stands."""

    round: int
    year: int
    title: str
    illustrative: bool
    edition: str
    edition_digest: str
    version: int
    corrects: str = Field(description="Why an earlier version was corrected; empty for the first.")
    decision: str
    decided_on: date | None
    public_at: datetime | None
    package_sha256: str
    key_fingerprint: str


class UnitOut(Schema):
    """A unit's line in the ranking of its block."""

    unit: str
    name: str
    block: str
    rank: str
    of: str
    tied: bool
    reached_class: str | None = Field(alias="class", serialization_alias="class")
    appraisal: str
    survey: str
    bonus: str
    penalty: str
    points: str
    possible: str
    index: str
    own_claim: str | None = Field(alias="self", serialization_alias="self")
    self_less_given: str | None
    not_proven: str
    items_not_applicable: str


class FieldOut(Schema):
    code: str
    title: str
    role: str
    appraisal: str
    survey: str
    points: str
    possible: str
    index: str | None


class LeafOut(Schema):
    code: str
    title: str
    outcome: str
    points: str
    exact: str
    possible: str | None
    answer: str
    note: str | None
    ledgers: dict[str, str]


class WholeUnitOut(UnitOut):
    """A unit with everything that its index is made of."""

    fields: list[FieldOut]
    leaves: list[LeafOut]


class UnitLeafOut(LeafOut):
    """An item as one unit has it."""

    unit: str
    name: str
    block: str


LARGEST = 2**53 - 1
RoundNumber = Annotated[int, Path(ge=1, le=LARGEST)]
UnitCode = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=60)]
ItemCode = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_.]+$", max_length=60)]
