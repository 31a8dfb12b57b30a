"""How the room's values are said on pages."""
