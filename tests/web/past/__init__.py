"""Offices as earlier versions left them: `python -m tests.web.past COMMIT` makes one, by that version's own commands."""
