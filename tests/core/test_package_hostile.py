"""Packages made to harm: refused with a finding, before anything is computed or written."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parindex.errors import Unreadable
from parindex.publish.package import archive
from parindex.publish.package.archive import LOCAL, LOCAL_SIGN, decode, encode, package_bytes
from parindex.publish.package.contents import MANIFEST, laid_out
from parindex.publish.package.said import verification_lines
from parindex.publish.package.seal import seal
from parindex.publish.package.verify import Verdict, verify
from tests.core.packages import KEY, opened, round_folder, signed_again


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return seal(round_folder(tmp_path_factory.mktemp("round")), key=KEY)


def with_zipfile(package: bytes, write: Callable[[zipfile.ZipFile, str, bytes], None], comment: bytes = b"") -> bytes:
    """The same parts, written by another program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, part in opened(package).items():
            write(book, name, part)
        book.comment = comment
    return out.getvalue()


def dated(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))


def with_extra(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.extra = struct.pack("<HH4s", 0xCAFE, 4, b"here")
    return entry


def with_note(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.comment = b"here"
    return entry


OTHERWISE: dict[str, Callable[[bytes], bytes]] = {
    "trailing bytes": lambda package: package + b"\0",
    "leading bytes": lambda package: b"#!/bin/sh\n" + package,
    "a second archive behind": lambda package: package + package,
    "a comment": lambda package: with_zipfile(package, zipfile.ZipFile.writestr, b"a comment"),
    "compressed": lambda package: with_zipfile(
        package, lambda book, name, part: book.writestr(name, part, zipfile.ZIP_DEFLATED)
    ),
    "dates": lambda package: with_zipfile(package, lambda book, name, part: book.writestr(dated(name), part)),
    "extra fields": lambda package: with_zipfile(
        package, lambda book, name, part: book.writestr(with_extra(name), part)
    ),
    "notes": lambda package: with_zipfile(package, lambda book, name, part: book.writestr(with_note(name), part)),
    "another order": lambda package: encode(dict(reversed(opened(package).items()))),
    "nothing": lambda package: b"",
    "an empty archive": lambda package: encode({}),
    "a text": lambda package: b"PK is not enough",
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_package_written_otherwise_is_refused(package: bytes, how: str) -> None:
    told = verify(OTHERWISE[how](package))

    assert not told.holds
    assert told.findings
    assert told.verdict in (Verdict.NO_PACKAGE, Verdict.CHANGED)


def test_a_part_that_stands_twice_is_refused(package: bytes) -> None:
    part = opened(package)[MANIFEST]
    head = len(encode({MANIFEST: part})) - len(encode({})) - 46 - len(MANIFEST)  # without its line of the index

    with pytest.raises(Unreadable, match="stands twice"):
        decode(package[:head] + package)


@pytest.mark.parametrize(
    "name",
    [
        "../stolen.csv",
        "/etc/passwd",
        "edition/../../stolen.yaml",
        "edition/deeper/cover.yaml",
        "edition\\cover.yaml",
        "edition/.yaml",
        "edition/..yaml",
        "edition/C:x.yaml",
        "edition/a\0b.yaml",
        "edition/a\x1b[2Jb.yaml",
        "edition/law.exe",
        "EDITION/cover.yaml",
        "survey/responses.csv",
        "ledgers/other.csv",
        "result/other.csv",
        "",
        "manifest.json/x",
    ],
)
def test_a_part_with_a_strange_name_is_refused_and_nothing_is_written(
    package: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parindex.publish.package.derive.laid_out", lambda *_: pytest.fail("something was written"))

    told = verify(signed_again(opened(package) | {name: b"x"}))

    assert told.verdict is Verdict.NO_PACKAGE
    assert all(line.isprintable() for line in verification_lines(told, "vi"))


def test_two_names_that_some_systems_hold_for_one_are_refused(package: bytes) -> None:
    told = verify(signed_again(opened(package) | {"edition/COVER.yaml": b"x"}))

    assert told.verdict is Verdict.NO_PACKAGE


@pytest.mark.parametrize(
    "name",
    [
        "round.yaml",
        "units.csv",
        "edition/cover.yaml",
        "edition/1-field.yaml",
        "ledgers/final.csv",
        "result/leaves.csv",
    ],
)
def test_a_part_left_out_is_missed(package: bytes, name: str) -> None:
    parts = opened(package)
    del parts[name]

    assert verify(signed_again(parts)).verdict in (Verdict.NO_PACKAGE, Verdict.FLAWED_DATA)


def test_a_manifest_that_is_no_manifest_is_refused(package: bytes) -> None:
    for text in (b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a": "\\ud800"}', b"1" * 10_000, b'{"format": 1}\n'):
        told = verify(encode(opened(package) | {MANIFEST: text}))

        assert told.verdict is Verdict.NO_PACKAGE, text[:20]


def test_sizes_that_lie_are_refused(package: bytes) -> None:
    fields = list(LOCAL.unpack_from(package))
    for size in (0, 1, fields[8] + 1, 2**32 - 1):
        lying = LOCAL.pack(*(*fields[:7], size, size, *fields[9:])) + package[LOCAL.size :]

        assert not verify(lying).holds


def test_very_many_parts_are_refused_in_a_moment() -> None:
    one = LOCAL.pack(LOCAL_SIGN, 20, 0x800, 0, 0, 0x21, 0, 0, 0, 5, 0)
    many = b"".join(one + f"{nth:05}".encode() for nth in range(50_000))
    start = time.perf_counter()

    told = verify(many)

    assert told.verdict is Verdict.NO_PACKAGE
    assert time.perf_counter() - start < 1


def test_a_larger_file_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package").write_bytes(b"x" * 101)
    monkeypatch.setattr(archive, "MOST_BYTES", 100)

    with pytest.raises(Unreadable, match="at most"):
        package_bytes(tmp_path / "package")
    with pytest.raises(Unreadable, match="at most"):
        decode(b"x" * 101)
    with pytest.raises(Unreadable, match="at most"):
        encode({"x": b"x" * 101})


def test_units_and_items_beyond_all_measure_are_refused(package: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parindex.sheet.read.MOST_CELLS", 2)

    told = verify(package)

    assert told.verdict is Verdict.FLAWED_DATA
    assert "more than 2 cells" in str(told.findings[0].problem)


def test_letters_that_steer_a_terminal_are_not_printed(package: bytes) -> None:
    parts = opened(package)
    parts["units.csv"] = parts["units.csv"].replace(b"b,B,units", b"\x1b[31mb,B,units")

    lines = verification_lines(verify(signed_again(parts)), "vi")

    assert lines
    assert all(line.isprintable() for line in lines)


@given(st.binary(max_size=200))
@example(LOCAL_SIGN)
@example(LOCAL_SIGN + b"\0" * 26)
@example(LOCAL_SIGN + b"\xff" * 60)
@settings(max_examples=300)
def test_any_bytes_at_all_are_answered(content: bytes) -> None:
    told = verify(content)

    assert not told.holds
    assert told.findings


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_part_replaced_by_anything_is_answered_even_where_it_is_signed(
    package: bytes, data: st.DataObject
) -> None:
    parts = opened(package)
    name = data.draw(st.sampled_from(sorted(set(parts) - {MANIFEST})))
    other = data.draw(
        st.binary(max_size=100) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
    )

    told = verify(signed_again(parts | {name: other}))

    assert told.holds == (other == parts[name]) or name == "signature.json"
    assert told.holds or told.findings


def test_what_is_laid_out_stays_in_its_folder(package: bytes, tmp_path: Path) -> None:
    laid_out(opened(package), tmp_path / "here")

    assert [path.name for path in tmp_path.iterdir()] == ["here"]
