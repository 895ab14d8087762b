"""What Sphinx is told, for both languages; `python -m docs` starts it."""

from __future__ import annotations

import logging
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dnn  # noqa: E402
from docs import directives, error_index  # noqa: E402
from docs.staging import siblings  # noqa: E402

if find_spec("jieba"):  # which finds the words of the Chinese pages, and tells of it
    import jieba

    jieba.setLogLevel(logging.WARNING)

CHINESE = tags.has("zh")  # type: ignore[name-defined]  # noqa: F821

project = "dnn"
author = "the authors of dnn"
version = release = dnn.__version__
language = "zh_CN" if CHINESE else "en"
html_title = "dnn 文档" if CHINESE else "dnn"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.mathjax",
    "numpydoc",
    "myst_nb",
    "sphinx_design",
]
exclude_patterns = ["included"]
nitpicky = True
smartquotes = False
default_role = "known"  # a public name is a link, all else is code: see directives.py

autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_default_options = {"exclude-members": "__init__, __new__"}
autodoc_class_signature = "mixed"
toc_object_entries_show_parents = "hide"
add_module_names = False
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

myst_enable_extensions = ["dollarmath", "colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the notebooks are committed with what they print
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True

# the Chinese pages speak of the English reference
intersphinx_mapping = {"en": ("..", str(ROOT / "docs/_build/objects.inv"))} if CHINESE else {}
intersphinx_disabled_reftypes = ["std:doc"]

html_theme = "pydata_sphinx_theme"
html_static_path = ["static"]
templates_path = ["templates"]
html_css_files = ["site.css"]
html_js_files = [("words.js", {"priority": 100})] if CHINESE else ["errors.js"]
html_copy_source = False
html_show_sourcelink = False
html_favicon = "static/logo.svg"
html_context = {"siblings": siblings(), "default_mode": "auto"}
html_sidebars = {
    **dict.fromkeys(("index", "start", "errors/index"), ()),
    **dict.fromkeys(("lesson/*", "how-to/*", "api/*", "about/*"), ("sidebar-nav-bs",)),
}
html_theme_options = {
    "logo": {"text": "dnn", "image_light": "static/logo.svg", "image_dark": "static/logo.svg"},
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "navbar_end": ["language", "theme-switcher"],
    "navbar_persistent": ["search-button"],
    "footer_start": [],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "navigation_depth": 2,
    "show_nav_level": 1,
    "back_to_top_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
mathjax_path = "mathjax/tex-svg.js"
mathjax3_config = {"svg": {"fontCache": "global"}, "options": {"enableMenu": False}}


def setup(app: object) -> None:
    """Add the roles of these pages."""
    for part in (directives, error_index):
        part.setup(app)
