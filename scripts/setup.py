"""Leaves a working .venv beside the project. Standard library only: it runs before anything is installed.

`setup.py` brings what a developer needs; `setup.py office` only what the office needs to be served, in half the time.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"office": ROOT / "requirements-office.txt", "dev": ROOT / "requirements-dev.txt"}
"""The larger after the smaller: what it holds serves for both."""
STAMP = VENV / ".installed"
UV = "uv==0.13.9"


def fingerprint(wanted: str) -> str:
    """What is installed depends on the lock and on how the project itself is built."""
    read = LOCKS[wanted].read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    return hashlib.sha256(read).hexdigest()


def installed(wanted: str) -> bool:
    enough = list(LOCKS)[list(LOCKS).index(wanted) :]
    return STAMP.exists() and STAMP.read_text(encoding="utf-8") in map(fingerprint, enough)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def install(wanted: str) -> None:
    if not PYTHON.exists():
        print("setup: making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    print("setup: installing the locked packages (about a minute the first time)", flush=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    uv = VENV / "bin" / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCKS[wanted])
    run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python", PYTHON, "-e", ROOT)


def main(wanted: str) -> None:
    if installed(wanted):
        return
    try:
        install(wanted)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"setup: {' '.join(failed.cmd[:4])} … ended with {failed.returncode}; mend that and run it again")
    STAMP.write_text(fingerprint(wanted), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "dev")
