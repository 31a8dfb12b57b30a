"""What a job raises where it is not to blame."""


class Later(Exception):
    """Cannot be done now, through no fault of the job: it is tried again for as long as it takes. Says why."""
