"""What rooms offer to the pages that span them, and how it is found: a room needs only a module of that name.

In `duties.py`, `duties(person, at)` says what waits for somebody. In `search.py`, `search(person, wanted, at)` yields
what they may see; `wanted` is folded, and the hits are ranked by the desk, which leaves out those that lack a word.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that waits for a person: what, until when, and the address where it is done."""

    title: str
    about: str
    act: str
    address: str
    until: datetime | None = None
    pressing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found. `text` is what the words were sought in besides the title."""

    kind: str
    title: str
    address: str
    about: str = ""
    text: str = ""


def offered(what: str) -> Iterator[Callable[..., Iterable[Any]]]:
    """The function `what` of each room's module `what`."""
    for room in apps.get_app_configs():
        if room.name.startswith("paroffice.") and module_has_submodule(room.module, what):
            yield getattr(import_module(f"{room.name}.{what}"), what)
