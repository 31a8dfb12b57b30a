"""What in a deed is a person's: the trail keeps its digest; the clear form lies beside, where it can be erased."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

MARK = "~"
"""Begins a pseudonym."""
KEYS = frozenset(
    {
        *("person", "people", "username", "full_name", "email", "phone", "address", "contact"),
        *("witness", "attestation", "delegate", "delegated_by", "delegated_to", "colleague", "successor", "assignee"),
        *("from_person", "to_person", "respondent", "citizen", "applicant", "signer"),
    }
)
"""Under these names, in what stood before and after, the trail keeps digests: a room need not remember to."""
SUBJECTS = ("person:",)
"""So it does in the object of a deed, after these words."""

Veil = Callable[[str], str]


def digest_of(clear: str, salt: str) -> str:
    """A pseudonym. Without its salt, which is erased with the clear form, it cannot be found by trying names."""
    return MARK + hmac.new(bytes.fromhex(salt), clear.encode(), hashlib.sha256).hexdigest()


def veiled(told: Any, veil: Veil) -> Any:
    """What stood before or after, with every text under a personal name veiled."""
    match told:
        case dict():
            return {
                name: _veiled_whole(one, veil) if name in KEYS else veiled(one, veil) for name, one in told.items()
            }
        case list() | tuple():
            return [veiled(one, veil) for one in told]
    return told


def _veiled_whole(told: Any, veil: Veil) -> Any:
    match told:
        case str() if told and not told.startswith(MARK):
            return veil(told)
        case list() | tuple():
            return [_veiled_whole(one, veil) for one in told]
        case dict():
            return {name: _veiled_whole(one, veil) for name, one in told.items()}
    return told


def veiled_subject(subject: str, veil: Veil) -> str:
    for kind in SUBJECTS:
        name = subject.removeprefix(kind)
        if name != subject and name and not name.startswith(MARK):
            return kind + veil(name)
    return subject
