"""Keys: made once, kept from others, named by a fingerprint that other programs print too; and the verbs around them."""

import hashlib
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from parindex.cli import main
from parindex.errors import Unreadable
from parindex.publish.package.keys import fingerprint, new_key, pinned, private_key, public_key
from tests.core.packages import KEY, OURS, round_folder

PUBLIC = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
"""The public key of RFC 8410, section 10.1, in DER form and base64."""


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_new_key_is_kept_from_others_and_its_public_half_lies_beside_it(tmp_path: Path) -> None:
    made = new_key(tmp_path / "office.pem")

    assert os.stat(tmp_path / "office.pem").st_mode & 0o777 == 0o600
    assert fingerprint(private_key(tmp_path / "office.pem").public_key()) == made
    assert fingerprint(public_key(tmp_path / "office.pem.pub")) == made


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    new_key(tmp_path / "office.pem")
    before = (tmp_path / "office.pem").read_bytes()

    assert run("key", tmp_path / "office.pem", "--lang", "en") == 1

    assert (tmp_path / "office.pem").read_bytes() == before


def test_a_key_of_the_standard_is_read_and_named_as_openssl_names_it(tmp_path: Path) -> None:
    path = tmp_path / "standard.pub"
    path.write_text(f"-----BEGIN PUBLIC KEY-----\n{PUBLIC}\n-----END PUBLIC KEY-----\n")

    # openssl pkey -pubin -in standard.pub -outform der | sha256sum
    assert pinned(str(path)) == "a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f"


def test_a_fingerprint_stands_for_its_key() -> None:
    assert pinned(OURS) == pinned(OURS.upper()) == OURS
    der = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert hashlib.sha256(der).hexdigest() == OURS


def written(key: object, secret: bytes | None = None) -> bytes:
    lock = NoEncryption() if secret is None else BestAvailableEncryption(secret)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not a private Ed25519 key"),
        (b"\xff" * 20_000, "not a private Ed25519 key"),
        (written(generate_private_key(65537, 2048)), "not a private Ed25519 key"),
        (written(KEY, b"word"), "locked with a password"),
        (KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "not a private Ed25519 key"),
    ],
)
def test_what_is_no_key_to_sign_with_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(Unreadable, match=problem):
        private_key(tmp_path / "key")


def test_a_private_key_is_not_taken_for_a_public_one(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(written(Ed25519PrivateKey.generate()))

    with pytest.raises(Unreadable, match="not a public Ed25519 key"):
        public_key(tmp_path / "key")


@pytest.fixture
def round_(tmp_path: Path) -> Path:
    return round_folder(tmp_path / "round")


def test_seal_and_verify_from_the_command_line(
    round_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, package = tmp_path / "office.pem", tmp_path / "deep" / "round.zip"

    assert run("key", key) == 0
    assert run("seal", round_, "-o", package, "--key", key, "--lang", "en") == 0
    capsys.readouterr()
    assert run("verify", package, "--key", f"{key}.pub", "--lang", "en") == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "HOLDS: 9 scores and 3 ranks follow from the package's own data"
    assert said[1].startswith("signed by the key you named: ")


def test_without_a_key_it_is_said_plainly(round_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "round.zip"

    assert run("seal", round_, "-o", package, "--public", "--lang", "en") == 0
    capsys.readouterr()

    assert run("verify", package, "--lang", "en") == 0
    assert "NOT SIGNED" in capsys.readouterr().out
    assert run("verify", package, "--key", OURS, "--lang", "en") == 1
    assert "not sealed by the key you named" in capsys.readouterr().err


def test_a_key_that_nobody_checked_is_told_so(
    round_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("key", tmp_path / "key")
    run("seal", round_, "-o", tmp_path / "round.zip", "--key", tmp_path / "key")
    capsys.readouterr()

    assert run("verify", tmp_path / "round.zip", "--lang", "en") == 0

    assert "was not checked" in capsys.readouterr().out


def test_what_does_not_hold_ends_with_one(round_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "round.zip"
    run("seal", round_, "-o", package)
    package.write_bytes(package.read_bytes()[:-1])
    capsys.readouterr()

    assert run("verify", package, "--lang", "en") == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("DOES NOT HOLD: this is no sound package")


@pytest.mark.parametrize(
    "arguments",
    [
        ("seal", "nowhere", "-o", "x"),
        ("verify", "nowhere"),
        ("verify", "nowhere", "--key", "nokey"),
        ("open-data", "no", "x"),
    ],
)
def test_a_file_that_is_not_there_is_told(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(*arguments, "--lang", "en") == 1

    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_too_small_a_number_writes_nothing(round_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("seal", round_, "-o", tmp_path / "x", "--public", "--fewest", "1", "--lang", "en") == 1

    assert "--fewest" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
