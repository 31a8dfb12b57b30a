"""What spans the rooms: your work, the board of a round, the trail's screen, whether all is well."""
