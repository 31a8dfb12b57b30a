"""The trail: nobody changes, removes or cuts off a deed unseen."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from paroffice.trail import checkpoints
from paroffice.trail.actions import leave
from paroffice.trail.models import Entry
from paroffice.trail.queries import all_breaks, heads
from tests.web.conftest import NOON

pytestmark = pytest.mark.django_db


def deeds(count: int, stream: str = "s") -> None:
    for number in range(count):
        leave(stream=stream, act="x.y", subject=f"thing:{number}", by=None, at=NOON, after={"n": number, "chữ": "đ"})


def whys(points: list[checkpoints.Checkpoint] | None = None) -> list[str]:
    return [one.why for one in all_breaks(points or [])]


def test_an_untouched_trail_holds() -> None:
    deeds(5)
    deeds(3, "other")

    assert whys() == []


@pytest.mark.parametrize(
    "change",
    [
        {"by": "someone"},
        {"act": "x.z"},
        {"subject": "thing:9"},
        {"after": {"n": 9}},
        {"before": 1},
        {"at": "2020-01-01T00:00Z"},
    ],
)
def test_a_changed_deed_shows(change: dict[str, object]) -> None:
    deeds(3)
    Entry.objects.filter(number=2).update(**change)

    assert whys() == ["changed"]


def test_a_changed_deed_with_a_new_digest_shows_at_the_next() -> None:
    deeds(3)
    Entry.objects.filter(number=2).update(digest="0" * 64)

    assert "does not follow the one before" in whys()


def test_a_removed_deed_shows() -> None:
    deeds(3)
    Entry.objects.filter(number=2).delete()

    assert whys() == ["missing"]


def test_a_cut_tail_shows_by_its_checkpoint(tmp_path: Path) -> None:
    deeds(3)
    key, path = checkpoints.kept_key(tmp_path / "key"), tmp_path / "points"
    checkpoints.write(path, key, heads())
    Entry.objects.filter(number=3).delete()

    assert whys() == []
    assert whys(checkpoints.read(path, key)) == ["cut off after a checkpoint"]


def test_a_rewritten_stream_shows_by_its_checkpoint(tmp_path: Path) -> None:
    deeds(2)
    key, path = checkpoints.kept_key(tmp_path / "key"), tmp_path / "points"
    checkpoints.write(path, key, heads())
    Entry.objects.all().delete()
    for number in range(2):
        leave(stream="s", act="x.y", subject=f"other:{number}", by=None, at=NOON)

    assert whys(checkpoints.read(path, key)) == ["not what the checkpoint signed"]


def test_a_forged_checkpoint_is_refused(tmp_path: Path) -> None:
    deeds(1)
    key, path = checkpoints.kept_key(tmp_path / "key"), tmp_path / "points"
    checkpoints.write(path, key, heads())
    path.write_text(path.read_text().replace('[\\"s\\", 1', '[\\"s\\", 2'))

    with pytest.raises(checkpoints.Forged):
        checkpoints.read(path, key)


def test_a_number_stands_once_in_a_stream() -> None:
    deeds(1)
    twin = Entry.objects.get()
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
