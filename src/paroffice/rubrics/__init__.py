"""Editions as adopted: their text and digest, frozen."""
