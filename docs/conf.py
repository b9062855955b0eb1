"""The documentation's build: `sphinx-build -W --keep-going -b html docs build/docs`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "vbp_policy"
author = "The vbp_policy founders"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "site_build"]
exclude_patterns = ["_ext", "examples"]

default_role = "literal"  # the names that docstrings put in backticks become links by `LinkNames`
add_module_names = False
toc_object_entries_show_parents = "hide"
maximum_signature_line_length = 80
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"

myst_heading_anchors = 3
nb_execution_mode = "off"  # the tutorial shows the outputs that it holds; the tests run it
nb_ipywidgets_js = {}  # nothing is fetched from elsewhere

html_theme = "furo"
html_title = "vbp_policy"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "language.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
