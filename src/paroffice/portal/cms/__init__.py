"""Where editors work: Wagtail's own screens behind the office's door, in the office's words."""
