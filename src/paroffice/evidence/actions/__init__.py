"""What is done with documents; only these modules write them."""

from paroffice.evidence.actions.documents import (
    declare_secret,
    describe,
    read,
    replace,
    upload,
    withdraw,
)
from paroffice.evidence.actions.papers import keep_paper
from paroffice.evidence.actions.reading import (
    catch_up,
    judge,
    keep_recognised,
    recognition_failed,
    scanner_away,
)
from paroffice.evidence.actions.uploads import abandon, begin, finish, sweep, take_in

__all__ = [
    "abandon",
    "begin",
    "catch_up",
    "declare_secret",
    "describe",
    "finish",
    "judge",
    "keep_paper",
    "keep_recognised",
    "read",
    "recognition_failed",
    "replace",
    "scanner_away",
    "sweep",
    "take_in",
    "upload",
    "withdraw",
]
