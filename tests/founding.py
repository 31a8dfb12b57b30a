"""The founding example, filled once in a run of the tests and copied to where an office of its own is wanted."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def founding_example(made: pytest.TempPathFactory, into: Path) -> None:
    """Leaves an office on SQLite in the folder `into`, which is not there yet."""
    shared = made.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # its parent is the folder of all workers
        shared = shared.parent
    filled = shared / "founding-example"
    with (shared / "founding-example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            _fill(shared / "founding-example-being-made").rename(filled)
    shutil.copytree(filled, into)


def _fill(data: Path) -> Path:
    own = {"PAROFFICE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    command = [sys.executable, "-m", "paroffice.cli", "demo"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return data
