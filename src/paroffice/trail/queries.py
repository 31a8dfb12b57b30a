"""Reading the trail, and holding it against itself and its checkpoints."""

from collections.abc import Iterable, Iterator
from typing import Any

from paroffice.trail.actions import told
from paroffice.trail.chain import FIELDS, LATER, Break, breaks
from paroffice.trail.checkpoints import Checkpoint
from paroffice.trail.models import Entry, Pseudonym, sought
from paroffice.trail.personal import MARK, digest_of

PSEUDONYMS = "pseudonyms"
"""Where a break lies that is in no stream."""


def deed(entry: Entry) -> dict[str, Any]:
    """An entry as the chain tells it."""
    held = {name: getattr(entry, name) for name in (*FIELDS, *LATER, "digest")}
    return held | {"at": told(entry.at)}


def streams() -> list[str]:
    return list(Entry.objects.order_by("stream").values_list("stream", flat=True).distinct())


def all_breaks(checkpoints: list[Checkpoint]) -> Iterator[Break]:
    """Every deed that was changed, removed or cut off."""
    for stream in streams():
        yield from breaks(stream, map(deed, Entry.objects.filter(stream=stream).order_by("number").iterator()))
    for point in checkpoints:
        entry = Entry.objects.filter(stream=point.stream, number=point.number).first()
        if entry is None:
            yield Break(stream=point.stream, number=point.number, why="cut off after a checkpoint")
        elif entry.digest != point.digest:
            yield Break(stream=point.stream, number=point.number, why="not what the checkpoint signed")
    for one in Pseudonym.objects.order_by("pk").iterator():
        if digest_of(one.clear, one.salt) != one.digest:
            yield Break(stream=PSEUDONYMS, number=one.pk, why="another name stands for it")


def heads() -> Iterator[tuple[str, int, str]]:
    """The last deed of every stream: its number and digest."""
    for stream in streams():
        last = Entry.objects.filter(stream=stream).order_by("-number").first()
        if last is not None:
            yield stream, last.number, last.digest


def clear_forms(texts: Iterable[str]) -> dict[str, str]:
    """Whom the pseudonyms among the texts mean, as far as they are not forgotten. One query."""
    wanted = {text for text in texts if text.startswith(MARK)}
    return dict(Pseudonym.objects.filter(digest__in=wanted).values_list("digest", "clear"))


def names_of(clear: str) -> list[str]:
    """How the trail tells of somebody: by pseudonym, and in its oldest deeds in clear."""
    return [clear, *Pseudonym.objects.filter(found=sought(clear)).values_list("digest", flat=True)]
