"""The one bridge between the office's rows and the arithmetic: rows to plain files, files to result, study, package.

Everything that a page shows of a result is read from its package, so that what is frozen is what is shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from parindex.errors import Finding, Incomplete, Unreadable
from parindex.index.compute import Index
from parindex.index.explain import Explanation, explain
from parindex.index.round import Round as PlainRound
from parindex.index.round import sound_round
from parindex.publish.package.archive import decode
from parindex.publish.package.contents import MANIFEST, RESULT, SIGNATURE, Kind, laid_out
from parindex.publish.package.keys import fingerprint, new_key, private_key
from parindex.publish.package.seal import FEWEST, seal
from parindex.publish.package.verify import Verification, verify
from parindex.publish.result import Detail, Result, Row, as_data
from parindex.publish.robustness import Told, as_study
from parindex.robustness.settings import Settings
from parindex.robustness.study import study
from parindex.robustness.what_if import WhatIf, what_if
from parindex.rubric.model import Item
from parindex.words import Language
from paroffice.evidence.store import place_of
from paroffice.results.rows import Files, files_of
from paroffice.rounds.models import Round

KEY = "seal-key"
"""Of the office, in its data folder: made at the first sealing; its public half beside it as `.pub`."""
SEED_DIGITS = 8


class Unsound(Exception):
    """No result follows from the rows. `findings` say where and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(len(findings))


@dataclass(frozen=True, eq=False)
class Opened:
    """A result as read from its package, in one language."""

    result: Result

    @property
    def round(self) -> PlainRound:
        return self.result.round

    @property
    def index(self) -> Index:
        return self.result.index

    @cached_property
    def data(self) -> Row:
        """`parindex-result/1` with all leaves."""
        return as_data(self.result, Detail.LEAVES)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each unit stands among the round's, by code."""
        return {unit.code: place for place, unit in enumerate(self.round.units)}

    def explained(self, unit: int, item: Item) -> Explanation:
        return explain(self.round, self.index, unit, item)

    def what_if(self, unit: int) -> list[WhatIf]:
        """What one change of one item would do: exact, without the survey's sampling error."""
        block = self.round.blocks()[self.round.units[unit].block]
        return list(what_if(self.index, unit, block, None, Settings(seed=0).level))


@contextmanager
def _folder(files: Files) -> Iterator[Path]:
    with TemporaryDirectory() as temporary:
        laid_out(files, Path(temporary))
        yield Path(temporary)


def _read(files: Files) -> tuple[PlainRound, Index]:
    with _folder(files) as folder:
        round_ = sound_round(folder)
    return round_, round_.index()


def computed(round_: Round) -> Opened:
    """The result that follows from the rows as they stand. Raises `Unsound`."""
    try:
        return Opened(Result(*_read(files_of(round_))))
    except (Unreadable, Incomplete) as flawed:
        raise Unsound(list(flawed.findings)) from None


def drafted(files: Files) -> bytes:
    """The council's package, not signed. Raises `Unsound`."""
    try:
        with _folder(files) as folder:
            return seal(folder)
    except (Unreadable, Incomplete) as flawed:
        raise Unsound(list(flawed.findings)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Both packages, whose key signed them, and the robustness study: all from the same files."""

    council: bytes
    public: bytes
    fingerprint: str
    study: Row


def sealed(files: Files) -> Sealed:
    """Raises `Unsound`. The study's seed is drawn from the files themselves, so that nobody can choose it."""
    key = office_key()
    try:
        with _folder(files) as folder:
            round_ = sound_round(folder)
            council, public = seal(folder, key=key), seal(folder, kind=Kind.PUBLIC, fewest=FEWEST, key=key)
    except (Unreadable, Incomplete) as flawed:
        raise Unsound(list(flawed.findings)) from None
    wanted = Settings(seed=int(sha256(council).hexdigest()[:SEED_DIGITS], 16))
    found = study(round_, round_.index(), wanted, np.random.default_rng(wanted.seed))
    return Sealed(
        council=council, public=public, fingerprint=fingerprint(key.public_key()), study=as_study(Told(found))
    )


def office_key() -> Ed25519PrivateKey:
    path = Path(settings.DATA) / KEY
    if not path.exists():
        new_key(path)
    return private_key(path)


def package(digest: str) -> bytes:
    """From the store, held against its name."""
    content = place_of(Path(settings.FILES), digest).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise ValueError(f"the package {digest} is not what was sealed")
    return content


@lru_cache(maxsize=24)
def opened(digest: str, language: Language = "vi") -> Opened:
    """The result in a package of the store: the same digest is the same result for ever."""
    if language != "vi":
        original = opened(digest).result
        return Opened(replace(original, round=original.round.in_language(language)))
    parts = decode(package(digest))
    files = {name: part for name, part in parts.items() if name not in (MANIFEST, SIGNATURE, *RESULT)}
    return Opened(Result(*_read(files)))


def verified(digest: str, pinned: str | None = None) -> Verification:
    """Derived again, as `parindex verify` does."""
    return verify(package(digest), pinned)
