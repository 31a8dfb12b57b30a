"""Filters for a sheet's pages."""
