"""The manual: Markdown, built with warnings as errors."""

project = "parindex"
author = "The parindex authors"
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "alabaster"
exclude_patterns = ["decisions/template.md"]
language = "en"
