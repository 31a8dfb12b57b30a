"""The pages of reform plans: all of them, one, its tasks, what is at risk, a unit under two editions."""
