"""The manifest: what a package is and holds, and the digest of each part. It says nothing that is not checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parindex.errors import Finding, Unreadable
from parindex.index.round import PERCENTAGES_FILE, RULINGS_FILE, Round
from parindex.index.tallied import SHARES_FILE, TALLIES_FILE, StatedShares
from parindex.publish.package.archive import shown_name
from parindex.publish.package.contents import MANIFEST, SIGNATURE, Files, Kind
from parindex.publish.package.trail import TRAIL_FILE
from parindex.words import words

FORMAT = "parindex-package/1"
ALGORITHM = "ed25519"
MOST_BYTES = 50_000_000
LONGEST = 100

Manifest = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the data do not say: for whom the package is, with what it was sealed, and by which key.

    `fewest` is how many must have answered for a cell to be shown; None where nothing is withheld. `signer` is the
    public key as 64 hexadecimal digits.
    """

    kind: Kind
    fewest: int | None
    version: str
    signer: str | None


def manifest(terms: Terms, round_: Round, parts: Files) -> dict[str, Any]:
    """Of a round and its parts, the manifest itself and the signature left out."""
    cover = round_.edition.cover
    return {
        "format": FORMAT,
        "program": {"name": "parindex", "version": terms.version},
        "kind": terms.kind.value,
        "fewest_answers": terms.fewest,
        "signed_by": terms.signer,
        "round": {
            "title": round_.about.title,
            "year": str(round_.about.year),
            "illustrative": round_.illustrative,
            "survey_not_held": round_.about.survey_not_held,
        },
        "edition": {"name": cover.edition, "digest": round_.digest},
        "settings": {
            "ledger": round_.latest.value,
            "index": cover.index.value,
            "decimals": str(cover.decimals),
            "ties": cover.ties.value,
            "not_applicable": cover.not_applicable.value,
        },
        "seeds": dict(round_.about.seeds),
        "holds": {
            "ledgers": [name.value for name in round_.ledgers],
            "rulings": RULINGS_FILE in parts,
            "tallies": TALLIES_FILE in parts,
            "clusters": TALLIES_FILE in parts and terms.kind is Kind.COUNCIL,
            "stated_shares": SHARES_FILE in parts,
            "percentages": PERCENTAGES_FILE in parts,
            "trail": TRAIL_FILE in parts,
            "responses": False,
            "evidence": False,
        },
        "not_rederived": stated(round_),
        "parts": digests(parts),
    }


def stated(round_: Round) -> dict[str, list[str]]:
    """The units, by item, whose share of points is stated and cannot be derived again."""
    shares = {code: share for code, share in (round_.shares or {}).items() if isinstance(share, StatedShares)}
    codes = [unit.code for unit in round_.units]
    found = {code: [codes[unit] for unit in sorted(share.stated)] for code, share in shares.items()}
    return {code: units for code, units in found.items() if units}


def digests(parts: Files) -> list[dict[str, Any]]:
    return [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
        if name not in (MANIFEST, SIGNATURE)
    ]


def text_of(held: Manifest) -> bytes:
    """The one way JSON is written in a package."""
    return (json.dumps(held, ensure_ascii=False, indent=2) + "\n").encode()


def signature_text(signer: str, signature: str) -> bytes:
    return text_of({"algorithm": ALGORITHM, "public_key": signer, "signature": signature})


def read_json(name: str, content: bytes) -> dict[str, Any]:
    """A mapping from a part written by `text_of`. Raises `Unreadable`, also where it is written otherwise."""
    try:
        held = json.loads(content) if len(content) <= MOST_BYTES else None
        if isinstance(held, dict) and text_of(held) == content:
            return held
    except (ValueError, RecursionError):
        pass
    problem = words("the part is not written as a package writes it")
    remedy = words("take the file again from its publisher")
    raise Unreadable([Finding(where=shown_name(name), problem=problem, remedy=remedy)])


def terms_of(held: Manifest) -> Terms | None:
    """What a manifest says that its data do not; None where it does not say it."""
    program, fewest, signer = held.get("program"), held.get("fewest_answers"), held.get("signed_by")
    version = program.get("version") if isinstance(program, dict) else None
    sound = (
        held.get("kind") in [kind.value for kind in Kind]
        and isinstance(version, str)
        and 0 < len(version) <= LONGEST
        and (type(fewest) is int if held["kind"] == Kind.PUBLIC else fewest is None)
        and (signer is None or isinstance(signer, str))
    )
    return Terms(kind=Kind(held["kind"]), fewest=fewest, version=str(version), signer=signer) if sound else None
