"""Somebody answering: what they are asked, what they said so far. It travels in their page, and lies nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from time import time

from django.core import signing
from django.http import QueryDict

from parindex.errors import Finding
from paroffice.surveys.actions.taking import Place, Sent
from paroffice.surveys.models import Paging
from paroffice.surveys.questions.form import Asked, Kind
from paroffice.surveys.questions.replies import Replies, cleaned

PREFIX = "q-"
MOST_OF_ONE = 400
"""How many replies to one question are looked at."""
CLOCK = signing.TimestampSigner(salt="paroffice.surveys.began")
LONGEST_SITTING = 24 * 60 * 60
Sender = Callable[[Sent], list[Finding]]


@dataclass(frozen=True, slots=True)
class Began:
    """Where somebody sat down to answer, and how long ago, as a page of ours bears it under our seal."""

    cell: int
    questionnaire: int
    seconds: float


def began(posted: QueryDict) -> Began | None:
    """None for what we did not seal, or too long ago."""
    sealed = posted.get("began", "")
    try:
        cell, questionnaire = CLOCK.unsign(sealed, max_age=LONGEST_SITTING).split(".")
    except (signing.BadSignature, ValueError):
        return None
    _where, stamp, _seal = sealed.rsplit(":", 2)
    return Began(int(cell), int(questionnaire), max(time() - signing.b62_decode(stamp), 0.0))


@dataclass
class Sitting:
    """What is asked of somebody and what they said, where their page is posted to, and how an answer leaves it."""

    place: Place
    address: str
    carried: dict[str, str]
    posted: QueryDict
    began: Began | None
    send: Sender
    at_counter: bool = False

    @cached_property
    def language(self) -> str:
        wanted, spoken = self.posted.get("lang", ""), self.place.form.languages
        return wanted if wanted in spoken else spoken[0]

    @cached_property
    def sent(self) -> dict[str, list[str]]:
        return {name: self.posted.getlist(PREFIX + name)[:MOST_OF_ONE] for name in self.place.form.names}

    @cached_property
    def replies(self) -> Replies:
        return cleaned(self.place.form, self.sent, self.language)[0]

    @cached_property
    def shown(self) -> list[Asked]:
        return self.place.form.shown(self.replies)

    @property
    def sheet(self) -> Sent:
        """All that was said, as it is handed in."""
        return Sent(replies=self.sent, language=self.language, seconds=self.began.seconds if self.began else None)

    @property
    def stamp(self) -> str:
        """What `began` reads on the next page: from the first page on the same."""
        if self.began is not None:
            return self.posted["began"]
        return CLOCK.sign(f"{self.place.cell}.{self.place.questionnaire.pk}")

    @property
    def on_one_page(self) -> bool:
        return self.place.questionnaire.paging == Paging.ALL

    @property
    def unseen(self) -> int:
        """How many questions the replies opened that stood on no page yet, where all stand on one."""
        if not self.on_one_page:
            return 0
        seen = self.posted.get("seen", "").split()
        return sum(one.name not in seen and one.kind is not Kind.NOTE for one in self.shown)
