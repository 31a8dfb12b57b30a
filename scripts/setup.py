"""Leaves a working .venv beside the project. Standard library only: it runs before anything is installed."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / ".installed"
UV = "uv==0.13.9"


def fingerprint() -> str:
    """What is installed depends on the lock and on how the project itself is built."""
    wanted = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    return hashlib.sha256(wanted).hexdigest()


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def install() -> None:
    if not PYTHON.exists():
        print("setup: making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    print("setup: installing the locked packages (about half a minute the first time)", flush=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    uv = VENV / "bin" / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK)
    run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python", PYTHON, "-e", ROOT)


def main() -> None:
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    try:
        install()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"setup: {' '.join(failed.cmd[:4])} … ended with {failed.returncode}; mend that and run it again")
    STAMP.write_text(fingerprint(), encoding="utf-8")


if __name__ == "__main__":
    main()
