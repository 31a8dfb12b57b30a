"""Filters of the editor's pages."""
