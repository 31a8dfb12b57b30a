"""Names as Vietnamese sorts and seeks them: letters first (a ă â b c d đ …), tones after; found without marks too."""

from unicodedata import combining, normalize

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
PLACE = {letter: place for place, letter in enumerate("0123456789" + LETTERS, 2)}
END, OTHER, FOREIGN = 0, 1, 255
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng, after no tone."""


def dictionary_order(text: str) -> tuple[list[int], list[int]]:
    """A key to sort by."""
    letters, tones = list[int](), list[int]()
    for sign in normalize("NFC", text.casefold()):
        letter, tone = _parted(sign)
        letters.append(PLACE.get(letter, FOREIGN if letter.isalpha() else OTHER))
        tones.append(tone)
    return letters, tones


def order_key(text: str) -> str:
    """The same key as digits and letters that every database sorts alike."""
    letters, tones = dictionary_order(text)
    return "".join(f"{place:02x}" for place in (*letters, END)) + "".join(map(str, tones))


def folded(text: str) -> str:
    """Without marks, case or double spaces, so that «thu tuc» finds «Thủ tục»."""
    bare = normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in bare if not combining(sign)).split())


def _parted(sign: str) -> tuple[str, int]:
    """A letter without its tone, and the tone."""
    parts = normalize("NFD", sign)
    tone = next((TONES[part] for part in parts if part in TONES), 0)
    bare = "".join(part for part in parts if part not in TONES or not combining(part))
    return normalize("NFC", bare), tone
