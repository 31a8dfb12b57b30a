"""A questionnaire as data: its form, its expressions, XLSForm in and out. Knows no database."""
