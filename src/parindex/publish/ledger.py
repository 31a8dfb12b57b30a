"""The service index of a ledger by month, as text, JSON and CSV: each month as a register's is."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from parindex.publish.service import component_rows, csv_of_rows, service_data, service_text
from parindex.words import Language

if TYPE_CHECKING:
    from parindex.onestop.warehouse.scores import MonthScores


def ledger_text(months: "Sequence[MonthScores]", language: Language, *, components: bool) -> str:
    return "\n".join(service_text(one.register, one.scores, language, components=components) for one in months)


def ledger_json(months: "Sequence[MonthScores]") -> str:
    data = {"months": [{"month": one.month.name, **service_data(one.register, one.scores)} for one in months]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def ledger_csv(months: "Sequence[MonthScores]") -> str:
    """One line a month, unit and component."""
    rows = [{"month": one.month.name, **row} for one in months for row in component_rows(one.register, one.scores)]
    return csv_of_rows(rows)
