"""What leaves the house: tables, open data, pages."""
