"""Sealing and verifying a nation's round: `python -m benchmarks.sealing`.

Warm process, files on disk to the package or the verdict, medians of interleaved repeats; the packages' sizes; peak
memory in a process of its own. Beside them two bounds: only computing the round and its tables, and only hashing
the package.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.nation import edition, write_nation
from benchmarks.national_round import peak_memory
from parindex.index.round import sound_round
from parindex.publish.open_data import open_data
from parindex.publish.package.archive import package_bytes
from parindex.publish.package.contents import Kind
from parindex.publish.package.keys import new_key, private_key
from parindex.publish.package.seal import seal
from parindex.publish.package.verify import verify
from parindex.publish.result import Result

REPEATS = 5


def computed(folder: Path) -> object:
    round_ = sound_round(folder)
    return open_data(Result(round_, round_.index()))


def hashed(package: Path) -> object:
    return hashlib.sha256(package.read_bytes()).hexdigest()


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder, key_file = Path(temporary) / "nation", Path(temporary) / "key.pem"
        write_nation(folder)
        new_key(key_file)
        key = private_key(key_file)
        packages = {kind: Path(temporary) / f"{kind.value}.zip" for kind in Kind}
        print(f"a generated nation: 3,321 units x {sum(1 for _ in edition().leaves())} leaves, 33,210 responses")
        steps: dict[str, Callable[[], object]] = {"compute and write the tables": lambda: computed(folder)}
        for kind, path in packages.items():
            path.write_bytes(seal(folder, kind=kind, key=key))
            told = verify(package_bytes(path))
            assert told.holds
            print(f"{kind.value}: {path.stat().st_size / 1e6:.1f} MB, {told.stated} scores stated")
            steps[f"seal, {kind.value}"] = lambda kind=kind: seal(folder, kind=kind, key=key)
            steps[f"verify, {kind.value}"] = lambda path=path: verify(package_bytes(path))
        steps["hash the council's package, and nothing else"] = lambda: hashed(packages[Kind.COUNCIL])
        seconds: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(REPEATS):
            for name, step in steps.items():
                start = time.perf_counter()
                step()
                seconds[name].append(time.perf_counter() - start)
        for name, times in seconds.items():
            print(f"{name:45} median {statistics.median(times):.3f} s  ({min(times):.3f} to {max(times):.3f})")
        run = "from parindex.cli import main; main(sys.argv[1:])"
        package = str(packages[Kind.COUNCIL])
        sealing = peak_memory(run, "seal", str(folder), "-o", f"{package}.again", "--key", str(key_file))
        print(f"peak memory: seal {sealing:.0f} MB, verify {peak_memory(run, 'verify', package):.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
