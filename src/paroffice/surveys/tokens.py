"""What stands on a card: a code that a person can type, and its digest, which is all that is kept of it."""

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter that could be taken for a figure (Crockford's base 32)."""
LONG, GROUP = 20, 4
"""Twenty letters are a hundred bits: nobody guesses one."""
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def fresh() -> str:
    """`7QF2-M9XK-…`, by chance of the machine."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LONG))
    return "-".join(code[place : place + GROUP] for place in range(0, LONG, GROUP))


def key_of(code: str) -> str:
    """Of a code as anybody may have typed it."""
    return hashlib.sha256(f"paroffice.surveys:{plain(code)}".encode()).hexdigest()


def plain(code: str) -> str:
    return code[:80].upper().translate(MISTAKEN)
