"""Figures of a result on its pages."""
