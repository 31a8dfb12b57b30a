"""From a round's files to its result and manifest: the same steps when a package is sealed and when verified."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from parindex.errors import Unreadable
from parindex.index.round import Round, sound_round
from parindex.publish.open_data import tables
from parindex.publish.package.contents import Files, in_order, laid_out
from parindex.publish.package.manifest import Terms, manifest
from parindex.publish.package.survey import small_cells
from parindex.publish.package.trail import check_trail
from parindex.publish.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What follows from a round's files: `parts` are the files themselves and the tables of the result."""

    round: Round
    parts: Files
    manifest: dict[str, Any]


def derived(files: Files, terms: Terms) -> Derived:
    """Raises `Unreadable` or `Incomplete` where no result follows from the files."""
    with TemporaryDirectory() as folder:
        laid_out(files, Path(folder))
        findings = check_trail(Path(folder))
        if findings:
            raise Unreadable(findings)
        round_ = sound_round(Path(folder))
        findings = [] if terms.fewest is None else small_cells(Path(folder), round_, terms.fewest)
        if findings:
            raise Unreadable(findings)
    result = tables(Result(round_, round_.index()))
    parts = in_order(files) | {f"result/{name}": content for name, content in result.items()}
    return Derived(round=round_, parts=parts, manifest=manifest(terms, round_, parts))
