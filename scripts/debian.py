"""Brings what the tests need from Debian: as root by apt-get; otherwise it says what to install and what is left out.

Standard library only. Exit 1 where root, or CI, says that a missing package should have been brought and was not.
"""

import os
import subprocess
import sys
from collections.abc import Iterable

LEFT_OUT = {
    "chromium": "the journeys in a real browser",
    "postgresql": "the tests on PostgreSQL",
    "tesseract-ocr": "the tests that read scans",
    "tesseract-ocr-vie": "the tests that read scans",
    "clamav-daemon": "the tests with a malware scanner",
    "openjdk-17-jre-headless": "the ledger on a Spark cluster",
}


def missing(packages: Iterable[str]) -> list[str]:
    return [package for package in packages if not installed(package)]


def installed(package: str) -> bool:
    try:
        asked = subprocess.run(
            ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:  # not a Debian
        return False
    return asked.stdout == "installed"


def install(packages: list[str]) -> bool:
    """Whether apt-get could bring them."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    brought = ["install", "--yes", "-qq", "--no-install-recommends", *packages]
    try:
        for verb in (["update", "-qq"], brought):
            subprocess.run(["apt-get", *verb], check=True, env=quiet, stdout=subprocess.DEVNULL)
    except (FileNotFoundError, subprocess.CalledProcessError) as failed:
        print(f"debian: {failed}", file=sys.stderr)
        return False
    return True


def main(packages: list[str]) -> int:
    lacking = missing(packages)
    if not lacking:
        return 0
    root = os.geteuid() == 0
    if root:
        print(f"debian: installing {', '.join(lacking)}", flush=True)
        if install(lacking):
            return 0
    for package in lacking:
        print(f"debian: {package} is missing; left out: {LEFT_OUT.get(package, 'what needs it')}", file=sys.stderr)
    print(f"debian: install as root: apt-get install {' '.join(lacking)}", file=sys.stderr)
    return 1 if root or os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
