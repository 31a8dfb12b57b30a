"""Reports II.06a and II.07b (Circular 01/2020/TT-VPCP), held to their internal equalities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parindex.errors import Finding
from parindex.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReport:
    """One line of Biểu II.06a, columns 3 to 13, in dossiers. `field` is the field of procedures, empty in totals."""

    field: str
    received: int  # 3
    received_online: int  # 4
    received_otherwise: int  # 5
    carried_over: int  # 6
    settled: int  # 7
    settled_early: int  # 8
    settled_on_time: int  # 9
    settled_late: int  # 10
    open: int  # 11
    open_in_time: int  # 12
    open_late: int  # 13

    @classmethod
    def of(cls, field: str, sums: Mapping[str, int]) -> "DossierReport":
        """From the sums of dossier rows. A dossier that waits for its applicant is open (our reading)."""
        return cls(
            field=field,
            received=sums["handled"],
            received_online=sums["received_online"],
            received_otherwise=sums["received_otherwise"],
            carried_over=sums["carried_over"],
            settled=sums["ended"],
            settled_early=sums["ended_early"],
            settled_on_time=sums["ended_on_time"],
            settled_late=sums["ended_late"],
            open=sums["open"],
            open_in_time=sums["open_in_time"],
            open_late=sums["open_late"],
        )

    def flaws(self, where: str) -> Iterator[Finding]:
        """The equalities that do not hold: 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13, 3 = 7 + 11."""
        yield from _unequal(
            where,
            (self.received, "3", self.received_online + self.received_otherwise + self.carried_over, "4 + 5 + 6"),
            (self.settled, "7", self.settled_early + self.settled_on_time + self.settled_late, "8 + 9 + 10"),
            (self.open, "11", self.open_in_time + self.open_late, "12 + 13"),
            (self.received, "3", self.settled + self.open, "7 + 11"),
        )

    def flaws_after(self, previous: "DossierReport", where: str) -> Iterator[Finding]:
        """What is carried over is what was left open in the period before."""
        yield from _unequal(where, (self.carried_over, "6", previous.open, "11, previous period"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCounts:
    """Procedures in all, and by the level that handles them."""

    total: int
    province: int
    district: int
    commune: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureReport:
    """One line of Biểu II.07b, in procedures: all, those of the one-stop mechanism, internal processes approved."""

    unit: str
    procedures: LevelCounts
    one_stop: LevelCounts
    processes_approved: LevelCounts

    def flaws(self, where: str) -> Iterator[Finding]:
        """Totals that are not the sum of their levels."""
        for column, counts in (("1", self.procedures), ("2", self.one_stop), ("3", self.processes_approved)):
            levels = counts.province + counts.district + counts.commune
            yield from _unequal(where, (counts.total, column, levels, f"{column}a + {column}b + {column}c"))


def _unequal(where: str, *equalities: tuple[int, str, int, str]) -> Iterator[Finding]:
    for left, column, right, columns in equalities:
        if left != right:
            problem: Words = words(
                "column {column} is {left}, but {columns} is {right}",
                column=column,
                left=left,
                columns=columns,
                right=right,
            )
            yield Finding(where=where, problem=problem, remedy=words("correct the report; the two are the same"))
