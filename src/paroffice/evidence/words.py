"""Words as they are searched: without accents, without case."""

import unicodedata


def folded(text: str) -> str:
    """«Kế hoạch» and «KE HOACH» fold to the same."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
