"""A unit's own assessment: its answers, their proof, its submission."""
