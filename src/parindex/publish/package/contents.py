"""What a package may hold: a round's folder, whole, and the tables of its result. Nothing else has a name here."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from parindex.errors import Finding
from parindex.index.round import (
    PERCENTAGES_FILE,
    ROUND_FILE,
    RULINGS_FILE,
    UNITS_FILE,
    Round,
    edition_folder,
    ledger_file,
)
from parindex.index.tallied import SHARES_FILE, TALLIES_FILE
from parindex.publish.open_data import TABLES
from parindex.publish.package.archive import shown_name
from parindex.publish.package.trail import TRAIL_FILE
from parindex.rubric.model import Cover
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.write import flaw_of_name, name_taken
from parindex.sheet.ledger import LedgerName
from parindex.words import Words, words


class Kind(StrEnum):
    """For whom a package is made: the council's holds all cells of the survey, the public's withholds small ones."""

    COUNCIL = "council"
    PUBLIC = "public"


MANIFEST, SIGNATURE = "manifest.json", "signature.json"
EDITION = "edition/"
RESULT = tuple(f"result/{table.file}" for table in TABLES)
LEDGERS = tuple(ledger_file(name) for name in LedgerName)
REQUIRED = (ROUND_FILE, UNITS_FILE)
OPTIONAL = (*LEDGERS, RULINGS_FILE, TALLIES_FILE, SHARES_FILE, PERCENTAGES_FILE, TRAIL_FILE)
COPIED = (*REQUIRED, *LEDGERS, RULINGS_FILE, PERCENTAGES_FILE, TRAIL_FILE)
"""Taken over as they are. The survey's own answers never are: they come counted."""

Files = Mapping[str, bytes]


def gathered(folder: Path, round_: Round, rubrics: Path | None) -> dict[str, bytes]:
    """Everything of a round but its survey's answers, by the name each part bears."""
    law = edition_folder(folder, round_.about.edition, rubrics)
    files = {name: (folder / name).read_bytes() for name in COPIED if (folder / name).is_file()}
    return files | {EDITION + name: (law / name).read_bytes() for name in _files_of(round_.edition.cover, law)}


def _files_of(cover: Cover, law: Path) -> Iterator[str]:
    yield COVER_FILE
    yield from (f"{name}.yaml" for name in cover.fields + cover.translations)
    if (law / SURVEY_FILE).exists():
        yield SURVEY_FILE


def in_order(files: Files) -> dict[str, bytes]:
    """The data parts, each where a reader looks for it: the round, the law, the ledgers, the survey."""
    law = sorted(name for name in files if name.startswith(EDITION))
    return {name: files[name] for name in (*REQUIRED, *law, *OPTIONAL) if name in files}


def strangers(parts: Files) -> list[Finding]:
    """The parts that no package has, and those that every package has and this one lacks."""
    known = {MANIFEST, SIGNATURE, *REQUIRED, *OPTIONAL, *RESULT}
    wanted = (MANIFEST, *REQUIRED, EDITION + COVER_FILE, *RESULT)
    unknown = [name for name in parts if name not in known and not _is_law(name)]
    taken = {name_taken(name) for name in parts}
    found = [_found(name, words("a package has no such part")) for name in unknown]
    found += [_found(name, words("the part is missing")) for name in wanted if name not in parts]
    return found if found or len(taken) == len(parts) else [_found("", words("two parts have the same name"))]


def _is_law(name: str) -> bool:
    """Whether it can be a file of an edition: it leads nowhere but into its own folder."""
    file = name.removeprefix(EDITION)
    return name.startswith(EDITION) and file.endswith(".yaml") and flaw_of_name(file) is None and file[0] != "."


def _found(name: str, problem: Words) -> Finding:
    return Finding(where=shown_name(name), problem=problem, remedy=words("take the file again from its publisher"))


def laid_out(files: Files, folder: Path) -> None:
    """Writes data parts as the round's folder they are. Their names must have been looked at."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
