"""The sociological survey of a round: questionnaires, whom chance takes, answers without names, estimates."""
