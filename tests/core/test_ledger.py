"""Very many dossiers: a ledger's figures are those of the arithmetic, to the last dossier."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.onestop.warehouse.engines import DuckDB
from parindex.onestop.warehouse.scores import MonthScores, month_scores
from parindex.onestop.warehouse.write import write_ledger
from tests.core.ledgers import MONTHS, by_the_arithmetic, write_law, write_register

DIFFERENT = "«{unit}», {month}: {column} is {found}, but dossier by dossier {counted}"


def differences(found: list[MonthScores], counted: dict[object, object]) -> list[str]:
    """Every sum that an engine has otherwise than the arithmetic."""
    return [
        DIFFERENT.format(unit=one.unit, month=month.month.name, column=name, found=one.sums[name], counted=sums)
        for month in found
        for one, expected in zip(month.scores, counted[month.month], strict=True)
        for name, sums in expected.sums.items()
        if one.sums[name] != sums
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(rng=st.randoms(use_true_random=False), dossiers=st.integers(1, 60))
def test_the_ledger_has_the_figures_of_the_arithmetic_to_the_last_dossier(rng: Random, dossiers: int) -> None:
    """Holidays, compensatory and half days, several supplements, payments, apologies, open and withdrawn dossiers."""
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        write_law(place / "one-stop")
        write_register(place / "register", rng, dossiers)

        months = write_ledger(place / "register", place / "ledger")
        found = month_scores(place / "ledger", DuckDB())

        counted = by_the_arithmetic(place / "register", place / "one-stop")
        assert tuple(months) == MONTHS
        assert differences(found, counted) == []
        assert [one.scores for one in found] != []
