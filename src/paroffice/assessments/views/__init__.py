"""A unit's sheet on the screen, one file a page: find what the person may see, do one thing, show where they are."""
