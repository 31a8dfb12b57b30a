"""The room as Django starts it."""

from django.apps import AppConfig


class AssessmentsRoom(AppConfig):
    name = "paroffice.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Who seals a figure is told what was declared of it: the room below cannot ask."""
        from paroffice.assessments.queries.figures import handed_over
        from paroffice.onestop.declared import tells_what_was_declared

        tells_what_was_declared(handed_over)
