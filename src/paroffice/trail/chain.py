"""The arithmetic of the chain: pure, so that anyone can check it without the office."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST = "0" * 64
"""What the first deed of a stream has before it."""

FIELDS = ("stream", "number", "at", "by", "role", "act", "subject", "before", "after", "previous")
LATER = ("origin",)
"""Told since some version: a deed from before has None there, and its digest does not cover it."""


def digest_of(deed: Mapping[str, Any]) -> str:
    """SHA-256 of the deed as canonical JSON: sorted keys, no spaces, letters as they are."""
    told = {name: deed[name] for name in FIELDS}
    told |= {name: deed[name] for name in LATER if deed.get(name) is not None}
    return hashlib.sha256(
        json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain does not hold, and why."""

    stream: str
    number: int
    why: str


def breaks(stream: str, deeds: Iterable[Mapping[str, Any]]) -> list[Break]:
    """Every place where one stream's deeds, in order, do not follow each other."""
    found, previous = list[Break](), FIRST
    for expected, deed in enumerate(deeds, 1):
        if deed["number"] != expected:
            found.append(Break(stream=stream, number=expected, why="missing"))
            return found
        if deed["previous"] != previous:
            found.append(Break(stream=stream, number=expected, why="does not follow the one before"))
        if digest_of(deed) != deed["digest"]:
            found.append(Break(stream=stream, number=expected, why="changed"))
        previous = deed["digest"]
    return found
