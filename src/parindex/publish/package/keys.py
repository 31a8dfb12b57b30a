"""Ed25519 keys: made, read, named by a fingerprint, used to sign and to check."""

import hashlib
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from parindex.errors import Finding, Unreadable
from parindex.words import Words, words

PURPOSE = b"parindex-package/1\n"
"""Signed before the manifest, so that a signature given for something else never fits a package."""

MOST_BYTES = 10_000
OWNER_ONLY = 0o600
FINGERPRINT = re.compile(r"[0-9a-fA-F]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")


def new_key(path: Path) -> str:
    """Makes a key, writes it readable by its owner only, and its public half beside it as `.pub`. Its fingerprint.

    The one place where chance is asked for: a secret is part of no result. Raises `FileExistsError`.
    """
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as stream:
        stream.write(private)
    beside(path).write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return fingerprint(key.public_key())


def beside(path: Path) -> Path:
    """Where the public half of a key lies."""
    return path.with_name(f"{path.name}.pub")


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file. Raises `Unreadable`."""
    try:
        key = load_pem_private_key(_text_of(path), None)
    except TypeError:
        raise _unreadable(
            path, words("the key is locked with a password"), words("unlock a copy, sign, delete it")
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(
            path, words("this is not a private Ed25519 key in PEM form"), words("make one: parindex key FILE")
        )
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file. Raises `Unreadable`."""
    try:
        key = load_pem_public_key(_text_of(path))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        problem = words("this is not a public Ed25519 key in PEM form")
        raise _unreadable(path, problem, words("give the file ending in .pub, or the fingerprint of 64 letters"))
    return key


def pinned(text: str) -> str:
    """The fingerprint that a person gave: itself, or a public key's file. Raises `Unreadable`."""
    return text.lower() if FINGERPRINT.fullmatch(text) else fingerprint(public_key(Path(text)))


def _text_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES)


def _unreadable(path: Path, problem: Words, remedy: Words) -> Unreadable:
    return Unreadable([Finding(where=path.name, problem=problem, remedy=remedy)])


def raw(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key, as 64 hexadecimal digits."""
    return key.public_bytes_raw().hex()


def from_raw(text: str) -> Ed25519PublicKey:
    """Raises ValueError where the text is not what `raw` gives."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    if raw(key) != text:
        raise ValueError(text)
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key in DER form, as `openssl pkey -pubin -in FILE -outform der | sha256sum` prints it."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def signed(key: Ed25519PrivateKey, manifest: bytes) -> str:
    """The signature, as 128 hexadecimal digits."""
    return key.sign(PURPOSE + manifest).hex()


def is_signed(key: Ed25519PublicKey, manifest: bytes, signature: str) -> bool:
    """Whether the key gave this signature for this manifest."""
    if SIGNATURE.fullmatch(signature) is None:
        return False
    try:
        key.verify(bytes.fromhex(signature), PURPOSE + manifest)
    except InvalidSignature:
        return False
    return True
