"""The face of a portal, for everyone: it answers on the portal's own host and nowhere else."""
