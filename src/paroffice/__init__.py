"""The office: people, dates, decisions and pages around the arithmetic of parindex."""
