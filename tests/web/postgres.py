"""Runs tests on a PostgreSQL of their own: python -m tests.web.postgres FILE…

The cluster lies in a temporary folder, answers on a socket in that folder only, and is gone afterwards.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

INSTALLED = Path("/usr/lib/postgresql")
OWNER = "postgres"


def programs() -> Path | None:
    """The newest PostgreSQL that Debian has installed."""
    found = [path.parent for path in INSTALLED.glob("*/bin/initdb")]
    return max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))], default=None)


def as_owner(*command: object) -> None:
    """PostgreSQL refuses to run as root; root runs it as the owner that Debian made."""
    become = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*become, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster(bin_: Path, *, durable: bool = False) -> Iterator[str]:
    """A running cluster; its address as a DATABASE_URL. Unless durable it may lose all when the machine falls."""
    folder = Path(mkdtemp(prefix="paroffice-postgres-", dir="/tmp"))  # a socket's path has 107 letters at most
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER, OWNER)
    data, log = folder / "data", folder / "log"
    hasty = "" if durable else "-c fsync=off -c full_page_writes=off"
    held = f"-k {folder} -c listen_addresses='' -c max_connections=120 {hasty}"
    try:
        as_owner(bin_ / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        as_owner(bin_ / "pg_ctl", "-D", data, "-o", held, "-l", log, "-w", "start")
        try:
            yield f"postgresql://{OWNER}@/office?host={quote(str(folder))}"
        finally:
            as_owner(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    bin_ = programs()
    if bin_ is None:
        sys.stderr.write("postgres: none is installed, so nothing was tested on it; apt-get install postgresql\n")
        return 1 if os.environ.get("CI") or os.geteuid() == 0 else 0
    with cluster(bin_) as url:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
