"""Asks clamd whether a file is infected: its INSTREAM command, over its socket."""

import socket
import struct
from typing import BinaryIO

CHUNK, PATIENCE_SECONDS, LONGEST_ANSWER = 1 << 16, 60, 4096


class Unreachable(Exception):
    """No verdict could be had now; says why."""


def infection_in(content: BinaryIO, address: str) -> str:
    """The name of what was found; empty where the file is clean. Raises `Unreachable`."""
    try:
        with _connected(address) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                clamd.sendall(struct.pack(">I", len(chunk)) + chunk)
            clamd.sendall(struct.pack(">I", 0))
            answer = clamd.makefile("rb").read(LONGEST_ANSWER)
    except OSError as away:
        raise Unreachable(str(away)) from None
    said = answer.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200]
    raise Unreachable(said[:200] or "no answer")


def _connected(address: str) -> socket.socket:
    """`/path` is a socket of this machine, anything else host:port."""
    if address.startswith("/"):
        local = socket.socket(socket.AF_UNIX)
        local.settimeout(PATIENCE_SECONDS)
        try:
            local.connect(address)
        except OSError:
            local.close()
            raise
        return local
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port) if port.isdecimal() else 3310), timeout=PATIENCE_SECONDS)
