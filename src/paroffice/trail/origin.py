"""Whence a deed is done: the network of the computer, cut so that it names no single one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address, ip_network

KEPT_BITS = {4: 24, 6: 48}
"""Of an address: a house or an office, never one computer of it."""
_origin: ContextVar[str] = ContextVar("origin", default="")


def network_of(address: str) -> str:
    """`203.0.113.77` → `203.0.113.0/24`; empty where it is no address."""
    try:
        known = ip_address(address.strip())
    except ValueError:
        return ""
    return str(ip_network((known, KEPT_BITS[known.version]), strict=False))


@contextmanager
def acting_from(address: str) -> Iterator[None]:
    """What is done within leaves this address's network in its trace."""
    token = _origin.set(network_of(address))
    try:
        yield
    finally:
        _origin.reset(token)


def here() -> str:
    """The network of who acts now; empty for a command or a job of the office itself."""
    return _origin.get()
