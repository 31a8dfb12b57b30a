"""The pages of an appraisal, one file per task."""
