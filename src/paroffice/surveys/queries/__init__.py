"""What is asked of a survey. The results take `responses_of`, `percentages_of` and `seeds_of`."""

from paroffice.surveys.queries.figures import percentages_of, plain_files, responses_of, seeds_of, survey_of

__all__ = ["percentages_of", "plain_files", "responses_of", "seeds_of", "survey_of"]
