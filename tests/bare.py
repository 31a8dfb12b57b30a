"""A machine that has only the core: what requirements-core.txt locks and the built wheel, made once in a run of the tests."""

import fcntl
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def bare_install(made: pytest.TempPathFactory) -> Path:
    """The folder of its commands; the wheel lies two above it."""
    shared = made.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # its parent is the folder of all workers
        shared = shared.parent
    place = shared / "bare-install"
    with (shared / "bare-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            _install(place)
            (place / "made").touch()
    return place / "bare/bin"


def _install(place: Path) -> None:
    venv.create(place / "bare", with_pip=True)
    pip = [place / "bare/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements-core.txt"], check=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", place]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*pip, "--no-index", "--no-deps", *place.glob("*.whl")], check=True)


def said(*command: object, at: Path = ROOT) -> str:
    """What a command prints, where all went well."""
    done = subprocess.run([str(part) for part in command], cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
