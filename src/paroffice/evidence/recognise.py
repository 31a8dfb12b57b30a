"""Reads a scan: its pages drawn and given to tesseract. Run aside; tesseract lives within the same bounds.

It gets raw pixels through a pipe: it never sees the file that somebody sent.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from paroffice.evidence.child import bound
from paroffice.evidence.passport import storable
from paroffice.evidence.picture import Pixels, pixels_of

PROGRAM, LANGUAGES = "tesseract", "vie"
MOST_PIXELS = 3500
"""Of the longer side: about 300 dots an inch on A4, what tesseract was taught on."""
MOST_PAGES, MOST_SECONDS, PAGE_SECONDS = 60, 900, 60
A_LINE = ("block_num", "par_num", "line_num")


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on a page, and how sure tesseract was on the average, in percent."""

    text: str
    percent: int


def program() -> str | None:
    """Where tesseract lies, if it can read Vietnamese."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    known = subprocess.run([path, "--list-langs"], capture_output=True, text=True, check=False)
    return path if LANGUAGES in (known.stdout + known.stderr).split() else None


def reading_of(drawn: Pixels, tesseract: str) -> Reading:
    command = [tesseract, "stdin", "stdout", "-l", LANGUAGES, "tsv"]
    done = subprocess.run(
        command,
        input=pgm(drawn),
        capture_output=True,
        check=True,
        timeout=PAGE_SECONDS,
        env={"OMP_THREAD_LIMIT": "1"},
    )
    return told(done.stdout.decode(errors="replace"))


def pgm(drawn: Pixels) -> bytes:
    """Grey pixels in the plainest form there is."""
    rows = (drawn.body[row * drawn.stride : row * drawn.stride + drawn.width] for row in range(drawn.height))
    return f"P5 {drawn.width} {drawn.height} 255\n".encode() + b"".join(rows)


def told(table: str) -> Reading:
    """From tesseract's table of words to lines."""
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if (row.get("text") or "").strip() and float(row["conf"]) >= 0]
    lines = groupby(words, key=lambda row: tuple(row[name] for name in A_LINE))
    text = "\n".join(" ".join(row["text"].strip() for row in line) for _, line in lines)
    percent = round(sum(float(row["conf"]) for row in words) / len(words)) if words else 0
    return Reading(storable(text), percent)


def main(seconds: str, path: str, kind: str, pages: str, tesseract: str) -> None:
    """The pages that could be read in time, by number."""
    bound(int(seconds))
    until = time.monotonic() + int(seconds) - PAGE_SECONDS
    read: dict[str, tuple[str, int]] = {}
    for page in pages.split(",")[:MOST_PAGES]:
        if time.monotonic() > until:
            break
        drawn = pixels_of(Path(path), kind, int(page), MOST_PIXELS, grey=True)
        try:
            reading = reading_of(drawn, tesseract)
        except subprocess.SubprocessError:  # this page is too much for it; the others are not
            continue
        read[page] = (reading.text, reading.percent)
    sys.stdout.buffer.write(json.dumps(read).encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy: a native library must not get the last word


if __name__ == "__main__":
    main(*sys.argv[1:])
