"""Who is at work. What waits and what was done are rows of django-tasks-db."""

from django.db import models


class Worker(models.Model):
    """A process that does jobs. One that was not seen for a while is dead, and its job goes to the next."""

    name = models.CharField(max_length=64, primary_key=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="worker_seen_since_it_began", condition=models.Q(seen_at__gte=models.F("began_at"))
            )
        ]
