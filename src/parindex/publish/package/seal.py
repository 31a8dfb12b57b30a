"""Sealing a round: its files, its result, the manifest of both, and a signature over the manifest."""

from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parindex.errors import Finding, Incomplete
from parindex.index.round import sound_round
from parindex.publish.package.archive import encode
from parindex.publish.package.contents import MANIFEST, SIGNATURE, Kind, gathered
from parindex.publish.package.derive import derived
from parindex.publish.package.keys import raw, signed
from parindex.publish.package.manifest import Terms, signature_text, text_of
from parindex.publish.package.survey import counted_survey
from parindex.words import words

FEWEST = 5
"""So many of a group must have answered a question for a public package to show it, unless told otherwise."""

LEAST_FEWEST = 2


def seal(
    folder: Path,
    rubrics: Path | None = None,
    *,
    kind: Kind = Kind.COUNCIL,
    fewest: int = FEWEST,
    key: Ed25519PrivateKey | None = None,
) -> bytes:
    """The package of a round's folder: the same round, terms and key always give the same bytes.

    Raises `Unreadable` or `Incomplete` with the findings of a round that cannot be sealed.
    """
    if fewest < LEAST_FEWEST:
        problem = words("cells of fewer than {least} answers would show what one person said", least=LEAST_FEWEST)
        raise Incomplete([Finding(where="--fewest", problem=problem, remedy=words("use a larger number"))])
    round_ = sound_round(folder, rubrics)
    files = gathered(folder, round_, rubrics) | counted_survey(folder, round_, kind, fewest)
    terms = Terms(
        kind=kind,
        fewest=fewest if kind is Kind.PUBLIC else None,
        version=version("parindex"),
        signer=None if key is None else raw(key.public_key()),
    )
    whole = derived(files, terms)
    head = {MANIFEST: text_of(whole.manifest)}
    if key is not None:
        head[SIGNATURE] = signature_text(raw(key.public_key()), signed(key, head[MANIFEST]))
    return encode(head | dict(whole.parts))
