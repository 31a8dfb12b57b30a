"""A real Spark cluster on the loopback: one master and two workers, each a process of its own, from the pip package."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import pyspark

HOME = Path(pyspark.__file__).parent
HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 120.0


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """The address of its master, once both workers are there."""
    port, page = _free_port(), _free_port()
    master = f"spark://{HOST}:{port}"
    place.mkdir(parents=True)
    with ExitStack() as running:
        name = "org.apache.spark.deploy.master.Master"
        running.enter_context(_process(place, name, "--host", HOST, "--port", port, "--webui-port", page))
        for number in range(WORKERS):
            home = place / f"worker-{number}"
            ports = ("--host", HOST, "--webui-port", _free_port())
            work = ("-c", 1, "-m", "1g", "-d", home, master)
            running.enter_context(_process(place, "org.apache.spark.deploy.worker.Worker", *ports, *work))
        _wait_for_workers(f"http://{HOST}:{page}/json/")
        yield master


@contextmanager
def _process(place: Path, name: str, *arguments: object) -> Iterator[None]:
    environment = os.environ | {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable}
    command = [str(HOME / "bin" / "spark-class"), name, *map(str, arguments)]
    with (place / f"{name}-{len(list(place.iterdir()))}.log").open("wb") as log:
        started = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            started.terminate()
            started.wait()


def _wait_for_workers(page: str) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        try:
            with urllib.request.urlopen(page) as answer:
                if answer.read().decode().replace(" ", "").count('"state":"ALIVE"') >= WORKERS:
                    return
        except OSError:
            pass
        sleep(0.2)
    raise TimeoutError("the cluster did not come up")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        found: int = asked.getsockname()[1]
    return found
