"""Signed heads of the streams, in a file outside the database, so that a cut tail shows too."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

FILE, KEY = "checkpoints.jsonl", "checkpoint-key"
"""What they are called in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    stream: str
    number: int
    digest: str


class Forged(Exception):
    """A line of the file does not bear the office's signature."""


def kept_key(path: Path) -> Ed25519PrivateKey:
    """The office's key, made once, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def write(path: Path, key: Ed25519PrivateKey, heads: Iterable[tuple[str, int, str]]) -> int:
    """Appends a signed line for each head; how many."""
    lines = [_line(key, *head) for head in heads]
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(lines)
    return len(lines)


def _line(key: Ed25519PrivateKey, stream: str, number: int, digest: str) -> str:
    told = json.dumps([stream, number, digest], ensure_ascii=False)
    return (
        json.dumps({"head": told, "signature": b64encode(key.sign(told.encode())).decode()}, ensure_ascii=False)
        + "\n"
    )


def read(path: Path, key: Ed25519PrivateKey) -> list[Checkpoint]:
    """The checkpoints in a file. Raises `Forged`."""
    if not path.exists():
        return []
    points = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            held = json.loads(line)
            key.public_key().verify(b64decode(held["signature"]), held["head"].encode())
            stream, number, digest = json.loads(held["head"])
        except (ValueError, KeyError, TypeError, InvalidSignature):
            raise Forged(line[:80]) from None
        points.append(Checkpoint(stream=stream, number=number, digest=digest))
    return points


def kept_in(folder: Path) -> list[Checkpoint]:
    """The checkpoints of the office whose data lies there. Raises `Forged`."""
    return read(folder / FILE, kept_key(folder / KEY))
