"""A sealed package: the same round gives the same bytes, what holds is said to hold, and what does not is named."""

import io
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import Incomplete, Unreadable
from parindex.index.round import sound_round
from parindex.publish.open_data import tables
from parindex.publish.package.archive import encode
from parindex.publish.package.contents import MANIFEST, SIGNATURE, Kind
from parindex.publish.package.manifest import read_json
from parindex.publish.package.seal import seal
from parindex.publish.package.verify import Verdict, Verification, verify
from parindex.publish.result import Result
from tests.core.packages import KEY, OURS, STRANGER, changed, named_again, opened, round_folder, signed_again

EXAMPLE = Path(__file__).parents[2] / "examples" / "kim-son-2018"
LEAF = ("result/leaves.csv", "a,1,answered,2.00,2,3", "a,1,answered,3.00,3,3")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return round_folder(tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="module")
def package(folder: Path) -> bytes:
    return seal(folder, key=KEY)


@pytest.fixture(scope="module")
def unsigned(folder: Path) -> bytes:
    return seal(folder)


def first(told: Verification) -> tuple[str, str]:
    """Where and what the first finding is."""
    return told.findings[0].where, str(told.findings[0].problem)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("key", [KEY, None], ids=["signed", "unsigned"])
def test_the_founding_example_sealed_twice_is_the_same_file_and_holds(kind: Kind, key: object) -> None:
    once, again = (seal(EXAMPLE, kind=kind, key=key) for _ in range(2))  # type: ignore[arg-type]

    told = verify(once)

    assert once == again
    assert told.holds, told.findings
    assert (told.units, told.scores, told.stated) == (8, 824, 0)  # 103 items
    assert told.signer == (OURS if key else None)
    assert not told.pinned


def test_a_package_is_a_zip_file_that_any_program_opens(package: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == list(opened(package))
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_a_package_unpacked_is_a_round_that_computes_to_the_same_result(package: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(tmp_path)

    round_ = sound_round(tmp_path)

    written = tables(Result(round_, round_.index()))
    assert {name: (tmp_path / "result" / name).read_bytes() for name in written} == written


def test_a_key_named_beforehand_is_pinned(package: bytes) -> None:
    assert verify(package, OURS).pinned
    assert verify(package, OURS).holds


def test_a_manifest_says_what_the_package_holds_and_what_it_does_not(tmp_path: Path) -> None:
    folder = round_folder(
        tmp_path / "round",
        rulings="unit,item,ledger,ground,reason,evidence\nc,1,final,article 4,no page was named,\n",
        trail=f"stream,number,digest\nrounds,12,{'a' * 64}\n",
    )
    (folder / "round.yaml").write_text("title: A round\nyear: 2026\nedition: small\nseeds: {draw: 20261123}\n")

    held = read_json(MANIFEST, opened(seal(folder, key=KEY))[MANIFEST])

    assert held["seeds"] == {"draw": "20261123"}
    assert held["holds"] == {
        "ledgers": ["final"],
        "rulings": True,
        "tallies": True,
        "clusters": True,
        "stated_shares": False,
        "percentages": False,
        "trail": True,
        "responses": False,
        "evidence": False,
    }
    assert held["program"] == {"name": "parindex", "version": version("parindex")}
    assert "survey/responses.csv" not in [part["name"] for part in held["parts"]]


def test_a_round_with_a_flaw_is_not_sealed(tmp_path: Path) -> None:
    folder = round_folder(tmp_path, trail="stream,number,digest\nrounds,0,abc\n")

    with pytest.raises(Unreadable, match=r"trail\.csv:2"):
        seal(folder)


def test_a_public_package_never_shows_what_one_person_said(folder: Path) -> None:
    with pytest.raises(Incomplete, match="one person"):
        seal(folder, kind=Kind.PUBLIC, fewest=1)


# What does not hold, and how it is told apart


def test_a_changed_part_is_named(package: bytes) -> None:
    told = verify(encode(changed(package, "ledgers/final.csv", "a,1,answered,,2,3", "a,1,answered,,3,3")))

    assert told.verdict is Verdict.CHANGED
    assert first(told) == ("ledgers/final.csv", "the part is not the one that the manifest names")


def test_a_changed_part_named_anew_breaks_the_signature(package: bytes) -> None:
    parts = named_again(changed(package, "ledgers/final.csv", "a,1,answered,,2,3", "a,1,answered,,3,3"))

    assert verify(encode(parts)).verdict is Verdict.WRONG_SIGNATURE


def test_a_result_that_does_not_follow_names_the_first_leaf_even_where_our_own_key_signed_it(package: bytes) -> None:
    told = verify(signed_again(changed(package, *LEAF)), OURS)

    assert told.verdict is Verdict.RESULT_DIFFERS
    assert first(told) == ("result/leaves.csv:2", "a 1: points is 3.00 in the package, and 2.00 by its own data")


def test_data_changed_under_a_result_name_the_first_leaf(package: bytes) -> None:
    told = verify(signed_again(changed(package, "ledgers/final.csv", "b,1,answered,,1,3", "b,1,answered,,3,3")))

    assert told.verdict is Verdict.RESULT_DIFFERS
    assert first(told) == ("result/leaves.csv:5", "b 1: points is 1.00 in the package, and 3.00 by its own data")


def test_a_wrong_rank_is_named(package: bytes) -> None:
    told = verify(signed_again(changed(package, "result/units.csv", "a,A,units,1", "a,A,units,2")))

    assert first(told) == ("result/units.csv:2", "a: rank is 2 in the package, and 1 by its own data")


def test_a_wrong_field_is_named(package: bytes) -> None:
    told = verify(
        signed_again(
            changed(package, "result/fields.csv", "c,A,Standard,standard,0.00", "c,A,Standard,standard,9.00")
        )
    )

    assert first(told)[1] == "c A: appraisal is 9.00 in the package, and 0.00 by its own data"


def test_a_table_that_is_none_differs_in_its_first_line(package: bytes) -> None:
    parts = opened(package) | {"result/leaves.csv": b'\xff"'}

    told = verify(signed_again(parts))

    assert first(told) == ("result/leaves.csv:2", "a 1: unit is – in the package, and a by its own data")


def test_a_table_written_otherwise_is_not_taken(package: bytes) -> None:
    told = verify(signed_again(changed(package, "result/leaves.csv", "a,1,answered", '"a",1,answered')))

    assert first(told)[1] == "the table is written otherwise than its figures are"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seeds", {"draw": "1"}),
        ("not_rederived", {"2": ["a"]}),
        ("holds", {}),
        ("stranger", "x"),
        ("edition", {"name": "small", "digest": "0" * 64}),
        ("settings", {}),
    ],
)
def test_a_manifest_claims_nothing_that_does_not_follow(package: bytes, key: str, value: object) -> None:
    told = verify(signed_again(opened(package), **{key: value}))

    assert told.verdict is Verdict.RESULT_DIFFERS
    assert told.findings[0].where == MANIFEST


@pytest.mark.parametrize("terms", [{"kind": "public"}, {"fewest_answers": 7}, {"kind": "all"}, {"program": "x"}])
def test_terms_that_contradict_each_other_are_no_terms(package: bytes, terms: dict[str, object]) -> None:
    assert verify(signed_again(opened(package), **terms)).verdict is Verdict.NO_PACKAGE


def test_a_public_package_keeps_to_the_number_that_it_names(folder: Path) -> None:
    public = seal(folder, kind=Kind.PUBLIC, fewest=6, key=KEY)

    told = verify(signed_again(opened(public), fewest_answers=7))

    assert told.verdict is Verdict.FLAWED_DATA
    assert first(told) == ("survey/tallies.csv", "a cell is shown in which fewer than 7 answered")


def test_flawed_data_give_no_result(package: bytes) -> None:
    told = verify(signed_again(changed(package, "ledgers/final.csv", "a,1,answered", "a,9,answered")))

    assert told.verdict is Verdict.FLAWED_DATA
    assert told.findings[0].where == "ledgers/final.csv:2"


def test_a_difference_under_another_version_accuses_nobody(package: bytes) -> None:
    parts = changed(package, *LEAF)

    told = verify(signed_again(parts, program={"name": "parindex", "version": "0.0.9"}))

    assert told.verdict is Verdict.OTHER_VERSION
    assert str(told.findings[0].remedy) == "verify with version 0.0.9 before you conclude"


def test_another_version_that_agrees_holds_and_is_told(package: bytes) -> None:
    told = verify(signed_again(opened(package), program={"name": "parindex", "version": "0.0.9"}))

    assert told.holds
    assert not told.same_version


def test_another_form_is_left_to_the_program_that_knows_it(package: bytes) -> None:
    told = verify(signed_again(opened(package), format="parindex-package/2"))

    assert told.verdict is Verdict.OTHER_FORM


def test_a_stranger_who_signs_is_told_from_the_key_that_was_named(package: bytes) -> None:
    forged = signed_again(opened(package), STRANGER)

    assert verify(forged).signer != OURS
    assert verify(forged, OURS).verdict is Verdict.OTHER_KEY


def test_an_unsigned_package_is_not_what_a_named_key_sealed(unsigned: bytes) -> None:
    assert verify(unsigned).holds
    assert verify(unsigned, OURS).verdict is Verdict.OTHER_KEY


def test_a_signature_torn_off_is_missed(package: bytes) -> None:
    parts = opened(package)
    del parts[SIGNATURE]

    assert verify(encode(parts)).verdict is Verdict.WRONG_SIGNATURE


def test_a_signature_added_to_an_unsigned_package_is_wrong(package: bytes, unsigned: bytes) -> None:
    parts = opened(unsigned)
    together = {MANIFEST: parts[MANIFEST], SIGNATURE: opened(package)[SIGNATURE]} | parts

    assert verify(encode(together)).verdict is Verdict.WRONG_SIGNATURE


def test_a_signature_in_other_letters_is_wrong(package: bytes) -> None:
    parts = opened(package)
    parts[SIGNATURE] = parts[SIGNATURE].replace(b'"signature": "', b'"signature": " ')

    assert verify(encode(parts)).verdict is Verdict.WRONG_SIGNATURE


# Any single changed byte


def test_every_byte_counts(package: bytes, unsigned: bytes) -> None:
    """Each byte of both packages in turn: its lowest bit, and all of its bits."""
    for whole in (package, unsigned):
        for at in range(len(whole)):
            for mask in (1, 255):
                other = bytearray(whole)
                other[at] ^= mask
                assert not verify(bytes(other)).holds, at


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_changed_byte_passes_even_where_check_sums_are_mended(package: bytes, data: st.DataObject) -> None:
    parts = opened(package)
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != parts[name][at]))

    told = verify(encode(parts | {name: parts[name][:at] + bytes([other]) + parts[name][at + 1 :]}))

    assert told.verdict in (Verdict.CHANGED, Verdict.WRONG_SIGNATURE, Verdict.NO_PACKAGE, Verdict.OTHER_FORM)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_byte_can_be_added_or_taken_away(package: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(package)))
    more = data.draw(st.binary(min_size=1, max_size=40))

    assert not verify(package[:at] + more + package[at:]).holds
    assert not verify(package[:at]).holds or at == len(package)
    assert not verify(package[at:]).holds or at == 0
