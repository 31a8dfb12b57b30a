"""Where the folders lie that come with the program: the editions, the one-stop's law, the examples.

In a wheel they stand beside this file; in a checkout, at its top.
"""

from pathlib import Path

INSTALLED, CHECKOUT = Path(__file__).parent / "shipped", Path(__file__).parents[2]


def shipped(*names: str) -> Path:
    """The folder of that name as it came with the program, whether or not it is there."""
    installed = INSTALLED.joinpath(*names)
    return installed if installed.is_dir() else CHECKOUT.joinpath(*names)
