"""Rulings: each mark's reason stands beside it, and one without a reason is no ruling."""

from pathlib import Path

import pytest

from parindex.errors import Unreadable
from parindex.index.explain import explain
from parindex.index.round import sound_round
from parindex.sheet.ledger import LedgerName
from parindex.sheet.rulings import Ruling
from tests.core.packages import round_folder

HEADER = "unit,item,ledger,ground,reason,evidence\n"


def test_a_ruling_is_told_where_its_mark_is_explained(tmp_path: Path) -> None:
    round_ = sound_round(
        round_folder(tmp_path, rulings=HEADER + 'c,1,final,article 4,"no page, no proof",plan.pdf\n')
    )
    item = round_.edition.item("1")
    assert item is not None

    told = explain(round_, round_.index(), 2, item)

    assert told.rulings == (
        Ruling(ledger=LedgerName.FINAL, ground="article 4", reason="no page, no proof", evidence="plan.pdf"),
    )
    assert "  ruling in final: no page, no proof; article 4; plan.pdf" in list(map(str, told.lines()))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("x,1,final,,why,", "there is no unit «x»"),
        ("c,9,final,,why,", "«9» is no item that a person marks"),
        ("c,2,final,,why,", "«2» is no item that a person marks"),
        ("c,1,last,,why,", "«last» is named here but not defined"),
        ("c,1,final,, ,", "the ruling gives no reason"),
        ("c,1,final,,why,\nc,1,final,,why,", "this ruling stands twice"),
        ("c,1,final,why", "4 fields instead of 6"),
    ],
)
def test_a_flawed_ruling_is_told_at_its_line(tmp_path: Path, line: str, problem: str) -> None:
    folder = round_folder(tmp_path, rulings=f"{HEADER}{line}\n")

    with pytest.raises(Unreadable, match=r"rulings\.csv:[23]") as refused:
        sound_round(folder)

    assert problem in str(refused.value)
