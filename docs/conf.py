"""The manual: Markdown, built with warnings as errors, read without a network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "parindex"
author = "The parindex authors"
extensions = ["myst_parser", "mathml", "worked_examples"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["decisions/template.md"]
language = "en"

html_theme = "alabaster"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {
    "description": "determines an administrative-reform index",
    "page_width": "1100px",
    "body_max_width": "none",
    "sidebar_width": "230px",
    "font_family": "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif",
    "head_font_family": "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif",
    "fixed_sidebar": True,
    "show_powered_by": False,
}
