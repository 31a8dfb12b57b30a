"""The figures of the one-stop by name: each a numerator and a denominator, sums of columns of `rows.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from parindex.rubric.answers import Ratio


@dataclass(frozen=True, slots=True)
class Quotient:
    """A figure as the names of two columns; `less` are taken from the numerator, which never falls below zero."""

    numerator: str
    denominator: str
    less: tuple[str, ...] = ()

    def of(self, sums: Mapping[str, int]) -> Ratio:
        left = sums[self.numerator] - sum(sums[column] for column in self.less)
        return Ratio(Fraction(max(left, 0)), Fraction(sums[self.denominator]))


FIGURES: Mapping[str, Quotient] = {
    "announced_on_time": Quotient("announced_on_time", "announced"),
    "published_on_time": Quotient("published_on_time", "announced"),
    "published_complete": Quotient("published_complete", "published"),
    "published": Quotient("published", "procedures"),
    "dossiers_synced": Quotient("synced", "received"),
    "dossiers_on_time": Quotient("on_time", "handled"),
    "dossiers_ended_in_time": Quotient("ended", "ended", less=("ended_late",)),
    "procedures_online": Quotient("offered_online", "procedures"),
    "procedures_used_online": Quotient("used_online", "offered_online"),
    "dossiers_online": Quotient("received_online", "received"),
    "dossiers_online_whole": Quotient("received_online_whole", "received"),
    "procedures_paid_online": Quotient("payable_online", "payable"),
    "procedures_paid_online_used": Quotient("payable_used", "payable"),
    "dossiers_paid_online": Quotient("paid_online", "with_fee"),
    "results_electronic": Quotient("results_electronic", "results"),
    "components_digitised": Quotient("components_digitised", "components"),
    "dossiers_reused": Quotient("reused", "received"),
    "dossiers_population_data": Quotient("population_data", "received"),
    "feedback_on_time": Quotient("feedback_on_time", "feedback"),
    "feedback_satisfied": Quotient("feedback_satisfied", "feedback_rated"),
    "dossiers_without_complaint": Quotient("on_time", "handled", less=("disliked",)),
}


def figures(sums: Mapping[str, int]) -> dict[str, Ratio]:
    """Every figure from the sums of the columns."""
    return {name: quotient.of(sums) for name, quotient in FIGURES.items()}
