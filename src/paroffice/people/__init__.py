"""Who works here, for which unit, with which rights, from when to when."""
