"""The adopted law, read: regimes, calendars, codes, forms, equipment, indexes. Each frozen folder is read once."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import Lock

from parindex.onestop.calendar import Calendar
from parindex.onestop.law import is_plain, read_calendar, read_regimes
from parindex.onestop.papers import (
    CodePattern,
    Equipment,
    FormSeries,
    in_force,
    read_codes,
    read_equipment,
    read_forms,
)
from parindex.onestop.regime import Regime, Regimes
from parindex.onestop.service_index import ServiceIndex
from parindex.onestop.service_shapes import read_service_index

Files = dict[str, str]
NEEDED = ("regimes.yaml", "codes.yaml", "forms.yaml", "equipment.yaml")
INDEXES = "service-indexes"
DEEPEST = 3
"""calendars/<name>/<year>.yaml"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLaw:
    """What is asked of an adopted folder."""

    regimes: Regimes
    calendars: Mapping[str, Calendar]
    codes: tuple[CodePattern, ...]
    forms: tuple[FormSeries, ...]
    equipment: tuple[Equipment, ...]
    indexes: tuple[ServiceIndex, ...]

    @property
    def illustrative(self) -> bool:
        return any(calendar.illustrative for calendar in self.calendars.values())

    def regime_on(self, day: date) -> Regime | None:
        return self.regimes.on(day)

    def code_on(self, day: date) -> CodePattern | None:
        return in_force(self.codes, day)

    def forms_on(self, day: date) -> FormSeries | None:
        return in_force(self.forms, day)


def files_of(folder: Path) -> Files:
    """The YAML files that the office keeps of a law folder."""
    paths = [folder / name for name in NEEDED]
    paths += sorted((folder / "calendars").glob("*/*.yaml")) + sorted((folder / INDEXES).glob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def digest_of(files: Files) -> str:
    return hashlib.sha256(json.dumps(files, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def law_of(files: Files) -> KnownLaw:
    """Raises `Unreadable` with its findings."""
    with _folder_of(files) as folder:
        names = sorted(path.name for path in (folder / "calendars").glob("*") if path.is_dir())
        return KnownLaw(
            regimes=read_regimes(folder),
            calendars={name: read_calendar(folder, name) for name in names},
            codes=read_codes(folder),
            forms=read_forms(folder),
            equipment=read_equipment(folder),
            indexes=tuple(
                read_service_index(folder, path.stem) for path in sorted((folder / INDEXES).glob("*.yaml"))
            ),
        )


@contextmanager
def _folder_of(files: Files) -> Iterator[Path]:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            parts = PurePosixPath(name).parts
            if len(parts) <= DEEPEST and all(is_plain(part) for part in parts):
                place = folder.joinpath(*parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8", newline="\n")
        yield folder


class Kept:
    """The laws in use, by digest; several threads may ask."""

    def __init__(self) -> None:
        self._read: dict[str, KnownLaw] = {}
        self._reading = Lock()

    def law(self, digest: str, files: Files) -> KnownLaw:
        """Raises ValueError where the files are not those that were adopted."""
        with self._reading:
            if digest not in self._read:
                if digest_of(files) != digest:
                    raise ValueError(f"the files of law {digest} are not those that were adopted")
                self._read[digest] = law_of(files)
            return self._read[digest]


KEPT = Kept()
