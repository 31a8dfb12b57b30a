"""The office's empty tables, made by its migrations once and then copied: making them costs more than most tests.

The copy is keyed by every migration of ours and by the lock of what others bring, so a new one makes new tables. Only
on SQLite; a run on PostgreSQL makes its tables each time.
"""

import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]


def key() -> str:
    """Of all that the tables follow from."""
    sources = sorted((ROOT / "src" / "paroffice").glob("*/migrations/*.py"))
    digest = sha256((ROOT / "requirements-dev.txt").read_bytes())
    for source in sources:
        digest.update(str(source.relative_to(ROOT)).encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:24]


def lay(kept: Path, place: Path) -> bool:
    """Lays the kept tables in their place; False where there are none yet."""
    if not kept.exists():
        return False
    shutil.copyfile(kept, place)
    return True


def keep(place: Path, kept: Path) -> None:
    """Keeps tables that were just made, whole or not at all, and no older ones."""
    aside = kept.with_name(f"{kept.name}.{place.name}.part")
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(place)) as made, closing(sqlite3.connect(aside)) as copy:
        made.backup(copy)
    for older in kept.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    aside.replace(kept)
