"""Names in the order of a Vietnamese dictionary: letters first (a ă â b c d đ …), tones after."""

from unicodedata import combining, normalize

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
PLACE = {letter: place for place, letter in enumerate(LETTERS, 1)}
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng, after no tone."""


def dictionary_order(text: str) -> tuple[list[int], list[int]]:
    """A key to sort by."""
    letters, tones = list[int](), list[int]()
    for sign in normalize("NFC", text.casefold()):
        letter, tone = _parted(sign)
        letters.append(PLACE.get(letter, 100 + ord(letter)) if letter.isalpha() else 0)
        tones.append(tone)
    return letters, tones


def _parted(sign: str) -> tuple[str, int]:
    """A letter without its tone, and the tone."""
    parts = normalize("NFD", sign)
    tone = next((TONES[part] for part in parts if part in TONES), 0)
    bare = "".join(part for part in parts if part not in TONES or not combining(part))
    return normalize("NFC", bare), tone
