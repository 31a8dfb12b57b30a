"""Draws from the raw bits of a generator, which NumPy keeps from version to version: a published seed stays good."""

from math import prod

import numpy as np

from parindex.index.screen import Floats

BITS_OF_A_FLOAT = 53


def uniforms(rng: np.random.Generator, *shape: int) -> Floats:
    """Evenly from 0 up to, but not reaching, 1."""
    raw = np.asarray(rng.bit_generator.random_raw(prod(shape)), dtype=np.uint64)
    return np.asarray((raw >> np.uint64(64 - BITS_OF_A_FLOAT)) * 2.0**-BITS_OF_A_FLOAT).reshape(shape)


def normals(rng: np.random.Generator, many: int, wide: int) -> Floats:
    """Standard normal."""
    return as_normals(uniforms(rng, many, needed_for(wide)), wide)


def needed_for(wide: int) -> int:
    """How many uniforms make so many normals."""
    return wide + wide % 2


def as_normals(uniform: Floats, wide: int) -> Floats:
    """Rows of uniforms as rows of standard normals, in pairs (Box and Muller, 1958)."""
    half = uniform.shape[1] // 2
    radius, angle = np.sqrt(-2 * np.log1p(-uniform[:, :half])), 2 * np.pi * uniform[:, half:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)], axis=1)[:, :wide]
