"""The national round as a competent pandas user would compute it: vectorised, in floats, nothing checked.

The other side of the benchmark: it knows the rubric of `benchmarks.nation` by heart and trusts its files.
"""

from pathlib import Path

import numpy as np
import pandas as pd

OPTION_WEIGHTS = {"A": 1.0, "B": 0.6, "C": 0.2, "D": 0.0}
LEVELS = {"early": 1.0, "late": 0.5, "never": 0.0}
SURVEYED = 8.0


def ranked_json(folder: Path, kinds: dict[str, str]) -> str:
    """The ranked units as JSON. `kinds` names each answered leaf's rule."""
    units = pd.read_csv(folder / "units.csv")
    final = _scored(folder / "ledgers/final.csv", kinds)
    own = _scored(folder / "ledgers/self.csv", kinds)
    table = units.set_index("unit")
    standard = final["item"].str.startswith("1.")
    table["appraisal"] = final[standard].groupby("unit")["points"].sum()
    table["survey"] = _survey(folder)
    table["bonus"] = final[final["item"].str.startswith("3.")].groupby("unit")["points"].sum().clip(upper=2)
    table["penalty"] = final[final["item"].str.startswith("4.")].groupby("unit")["points"].sum().clip(upper=5)
    away = final[standard & (final["outcome"] == "not_applicable")].groupby("unit").size()
    table["possible"] = 100.0 - away.reindex(table.index, fill_value=0)
    table["points"] = table["appraisal"] + table["survey"] + table["bonus"] - table["penalty"]
    table["index"] = (table["points"] / table["possible"] * 100).clip(0, 100)
    table["rank"] = table["index"].rank(method="min", ascending=False).astype(int)
    claimed = own[own["item"].str.startswith("1.")].groupby("unit")["points"].sum()
    given = final[standard & ~final["item"].map(kinds).eq("given")].groupby("unit")["points"].sum()
    table["self"], table["self_less_given"] = claimed, claimed - given
    table["not_proven"] = final[final["outcome"] == "not_proven"].groupby("unit").size()
    table["items_not_applicable"] = away
    table = table.fillna({"not_proven": 0, "items_not_applicable": 0})
    return (
        table.round(2)
        .sort_values(["rank", "unit"] if "unit" in table else "rank")
        .reset_index()
        .to_json(orient="records")
    )


def _scored(path: Path, kinds: dict[str, str]) -> pd.DataFrame:
    """The ledger with a column of points."""
    ledger = pd.read_csv(path, dtype=dict.fromkeys(("unit", "item", "outcome", "answer", "note"), "string"))
    ledger["points"] = 0.0
    answered = ledger[ledger["outcome"] == "answered"]
    share = answered["numerator"] / answered["denominator"]
    fact = ledger[ledger["item"] == "1.29"].set_index("unit")["outcome"].eq("answered")
    for kind, rows in answered.groupby(answered["item"].map(kinds), observed=True):
        ledger.loc[rows.index, "points"] = _points(str(kind), rows, share.loc[rows.index], fact)
    return ledger


def _points(kind: str, rows: pd.DataFrame, share: pd.Series, fact: pd.Series) -> pd.Series | float:
    match kind:
        case "choice":
            return rows["answer"].map(LEVELS).astype(float)
        case "marks":
            return (rows["answer"].str.count(";") + 1).astype(float) / 4
        case "share" | "metric":
            return ((share - 0.5) / 0.5).clip(0, 1)
        case "bands":
            return _bands(share)
        case "linear":
            return _linear(share)
        case "rounded":
            return np.floor(_linear(share) * 100 + 0.5) / 100
        case "branch":
            return _bands(share).where(rows["unit"].map(fact), _linear(share))
        case "compare":
            return (share > 0.75).astype(float)
        case "count":
            counted = rows["answer"].astype(float)
            return pd.Series(np.select([counted >= 50, counted >= 10], [1.0, 0.5], 0.0), index=rows.index)
        case "judged" | "given":
            return rows["answer"].astype(float)
        case "penalty":
            days = rows["answer"].astype(float)
            return pd.Series(np.select([days == 0, days <= 2], [0.0, 1.0], 1 + (days - 2) * 0.5), index=rows.index)
    return 1.0


def _bands(share: pd.Series) -> pd.Series:
    return pd.Series(np.select([share >= 0.9, share >= 0.5], [1.0, 0.5], 0.0), index=share.index)


def _linear(share: pd.Series) -> pd.Series:
    return (share / 0.85).clip(upper=1).where(share >= 0.6, 0.0)


def _survey(folder: Path) -> pd.Series:
    answers = pd.read_csv(folder / "survey/responses.csv")
    for question in ("Q1", "Q2", "Q3"):
        answers[question] = answers[question].map(OPTION_WEIGHTS)
    means = answers.groupby("unit")[["Q1", "Q2", "Q3"]].mean()
    percent = pd.read_csv(folder / "survey/percentages.csv").set_index("unit")["percent"]
    return 2 * (means["Q1"] + 2 * means["Q2"]) / 3 + 3 * means["Q3"] + 3 * percent / 100
