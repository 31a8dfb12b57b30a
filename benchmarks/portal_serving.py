"""A portal's first page from what is kept, beside a static file of about the same size, through the same server.

Serves the founding example (PAROFFICE_DATA of a filled office, or a new one), asks both in turn over one connection,
so that what else the machine does falls on both alike.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from tempfile import mkdtemp

PORT, ROUNDS, IN_ROUND, HOST = 8917, 12, 400, "kim-son.localhost"
PAGE, FILE = "/", "/static/pages/type.css"


def rate(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Answers in a second, and how large one is."""
    begin, size = time.perf_counter(), 0
    for _ in range(IN_ROUND):
        connection.request("GET", path, headers={"Host": f"{HOST}:{PORT}"})
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (path, answer.status)
    return IN_ROUND / (time.perf_counter() - begin), size


def main() -> None:
    data = os.environ.get("PAROFFICE_DATA") or mkdtemp(prefix="paroffice-bench-")
    own = os.environ | {"PAROFFICE_DATA": data, "DJANGO_SETTINGS_MODULE": "paroffice.config.settings"}
    office = [sys.executable, "-m", "paroffice.cli"]
    subprocess.run([*office, "demo"], env=own, check=True, capture_output=True)
    server = subprocess.Popen([*office, "web", "--port", str(PORT)], env=own, stdout=subprocess.DEVNULL)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for _ in range(240):
            try:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                break
            except OSError:
                connection.close()
                time.sleep(0.5)
        rate(connection, PAGE), rate(connection, FILE)
        pairs = [(rate(connection, PAGE), rate(connection, FILE)) for _ in range(ROUNDS)]
    finally:
        server.terminate()
        server.wait(timeout=30)
    page, file = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
    share = statistics.median(pair[0][0] / pair[1][0] for pair in pairs)
    print(f"kept page   {page:8.0f} a second, {pairs[0][0][1]:,} bytes")
    print(f"static file {file:8.0f} a second, {pairs[0][1][1]:,} bytes")
    print(f"the page at {share:.0%} of the file, median of {ROUNDS} pairs")


if __name__ == "__main__":
    main()
