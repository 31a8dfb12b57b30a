"""`paroffice serve`: pages and one worker together, begun anew when they fall, gone when told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.founding import founding_example
from tests.journeys.conftest import ROOT, free_port, wait_for

COMMAND = [sys.executable, "-m", "paroffice.cli"]


def own(data: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return environment | {"PAROFFICE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}


@pytest.fixture
def served(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port, data = free_port(), tmp_path / "data"
    founding_example(tmp_path_factory, data)
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], cwd=ROOT, env=own(data),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(f"http://127.0.0.1:{port}/healthz")
    yield server, port
    server.kill()
    server.wait()


def children(pid: int) -> dict[str, int]:
    """The verb and number of each child; those that ended are left out."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    lines = {int(one): Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0") for one in found}
    return {line[3].decode(): one for one, line in lines.items() if len(line) > 3}


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("verb", ["worker", "web"])
def test_what_was_killed_is_begun_anew(served: tuple[subprocess.Popen[bytes], int], verb: str) -> None:
    server, port = served
    before = children(server.pid)[verb]

    os.kill(before, signal.SIGKILL)

    until(lambda: children(server.pid).get(verb, before) != before)
    wait_for(f"http://127.0.0.1:{port}/healthz")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_all_stop(served: tuple[subprocess.Popen[bytes], int], number: signal.Signals) -> None:
    server, port = served
    begun = list(children(server.pid).values())

    server.send_signal(number)

    assert server.wait(timeout=20) == 0
    assert not answers(port)
    assert [one for one in begun if Path(f"/proc/{one}").exists()] == []


def test_a_server_that_was_killed_leaves_nobody_behind(served: tuple[subprocess.Popen[bytes], int]) -> None:
    server, port = served

    os.kill(children(server.pid)["web"], signal.SIGKILL)
    server.kill()

    until(lambda: not answers(port))


def test_a_port_that_is_taken_ends_the_command(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [*COMMAND, "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, env=own(tmp_path), capture_output=True, timeout=60, check=False)

    assert done.returncode == 1
    assert "đang được dùng" in done.stderr.decode()
