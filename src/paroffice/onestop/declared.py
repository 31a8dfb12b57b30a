"""What a unit declared for the items that name a figure: other rooms know, this one asks them when it seals."""

from collections.abc import Callable, Iterable

from paroffice.onestop.models import Extract

Said = tuple[str, str, str]
"""Item, numerator, denominator: as they were handed over."""
Teller = Callable[[Extract], Iterable[Said]]

TELLERS: list[Teller] = []


def tells_what_was_declared(teller: Teller) -> Teller:
    """Marks who is asked for what a unit has handed over of a figure."""
    TELLERS.append(teller)
    return teller


def declared_of(extract: Extract) -> list[Said]:
    return [said for teller in TELLERS for said in teller(extract)]
