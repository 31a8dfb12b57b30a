"""Programs of Debian that some tests need: `scripts/debian.py` brings them; in CI and for root a missing one fails."""

import os
import shutil

import pytest


def needed(program: str, package: str) -> str:
    """Where the program lies."""
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is not None:
        return path
    said = f"{program} is missing: apt-get install {package}"
    if os.environ.get("CI") or os.geteuid() == 0:
        pytest.fail(said)
    pytest.skip(said)
