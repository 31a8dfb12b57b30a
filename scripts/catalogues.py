"""Gathers what each room of the office says and compiles its English: `src/paroffice/<room>/locale/en/LC_MESSAGES/`.

The Vietnamese sentence is the key. New sentences arrive empty in the room's django.po, to be translated by hand;
those no longer said are dropped. No gettext programs are needed.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

OFFICE = Path(__file__).resolve().parent.parent / "src" / "paroffice"
PLACE = Path("locale/en/LC_MESSAGES")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
EDITING = OFFICE / "portal" / "cms" / "locale" / "vi" / "LC_MESSAGES"
"""What Wagtail's editing screens say, in Vietnamese: written by hand beside what Wagtail ships."""
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Whatever day it is, the same words give the same file."""


def rooms() -> list[Path]:
    """Every folder that carries its own words; `config` carries those of the single modules over and under all.

    The founding example says what its invented people wrote: data, in Vietnamese.
    """
    return sorted(path.parent for path in OFFICE.glob("*/__init__.py") if path.parent.name != "demo")


def sources(room: Path) -> Iterator[Path]:
    yield from sorted(room.rglob("*.py"))
    yield from sorted(room.rglob("*.html"))
    yield from sorted(room.rglob("*.txt"))
    if room.name == "config":
        yield from sorted(OFFICE.glob("*.py"))


def said_in(room: Path) -> Catalog:
    """All that a room says, not yet translated."""
    catalogue = Catalog(
        locale="en", project="parindex", creation_date=SOME_DAY, revision_date=SOME_DAY, charset="utf-8"
    )
    for path in sources(room):
        text = path.read_text(encoding="utf-8")
        code = text if path.suffix == ".py" else templatize(text)
        for _, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            catalogue.add(message, locations=[(str(path.relative_to(OFFICE)), None)], context=context)
    return catalogue


def standing(room: Path) -> Catalog:
    """The room's catalogue as it lies there."""
    path = room / PLACE / "django.po"
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale="en")


def renewed(room: Path) -> Catalog:
    """What the room says now, with the translations that stand."""
    now, before = said_in(room), standing(room)
    for message in now:
        if message.id and (held := before.get(message.id, message.context)) is not None:
            message.string = held.string
    return now


def compiled(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def keep(room: Path) -> int:
    """Writes the room's catalogue and its compiled form; how many sentences still lack English."""
    catalogue = renewed(room)
    if not len(catalogue):
        return 0
    (room / PLACE).mkdir(parents=True, exist_ok=True)
    with (room / PLACE / "django.po").open("wb") as stream:
        write_po(stream, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    (room / PLACE / "django.mo").write_bytes(compiled(catalogue))
    return len(lacking(catalogue))


def lacking(catalogue: Catalog) -> list[object]:
    """The sentences without English."""
    return [message.id for message in catalogue if message.id and not _complete(message.string)]


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def keep_editing() -> None:
    """Compiles the words of the editing screens."""
    for path in sorted(EDITING.glob("*.po")):
        with path.open("rb") as stream:
            path.with_suffix(".mo").write_bytes(compiled(read_po(stream, locale="vi")))


def main() -> None:
    settings.configure(USE_I18N=True)
    keep_editing()
    for room in rooms():
        count = keep(room)
        if count:
            print(f"{room.name}: {count} sentences lack English in {room.relative_to(OFFICE)}/{PLACE}/django.po")


if __name__ == "__main__":
    main()
