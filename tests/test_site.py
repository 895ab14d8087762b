"""The site as it is built: it needs nothing from elsewhere, its links hold, a browser shows it."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from docs.staging import ROOT, lessons


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build both languages, strictly: any warning of Sphinx fails it."""
    pytest.importorskip("pydata_sphinx_theme", reason="needs the extra docs")
    built = os.environ.get("DNN_SITE")  # one that was built before
    if built:
        return Path(built)
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "docs", "--out", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Links(HTMLParser):
    """The links, the sources and the anchors of a page."""

    def __init__(self, page):
        super().__init__()
        self.links, self.sources, self.anchors = [], [], set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif given.get("src") or (tag == "link" and given.get("href")):
            self.sources.append(given.get("src") or given["href"])
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}


@pytest.fixture(scope="module")
def pages(site):
    found = [page.resolve() for page in site.rglob("*.html") if "_static" not in page.parts]
    return {page: Links(page) for page in found}


@pytest.mark.long
def test_the_site_needs_nothing_from_elsewhere(site, pages):
    assert len(pages) > 50
    for page, read in pages.items():
        for source in read.sources:
            assert not urlsplit(source).netloc, f"{page.name} loads {source}"
            if not source.startswith("data:"):
                path = page.parent / unquote(urlsplit(source).path)
                assert path.exists(), f"{page.name} wants {source}"
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), style.name


@pytest.mark.long
def test_every_link_between_pages_holds(site, pages):
    for page, read in pages.items():
        for link in read.links:
            place = urlsplit(link)
            if place.scheme or place.netloc:
                continue
            target = (page.parent / unquote(place.path)).resolve() if place.path else page
            assert target.exists(), f"{page.relative_to(site.resolve())}: {link}"
            if place.fragment and target in pages:
                anchors = pages[target].anchors | {"", "top"}
                assert unquote(place.fragment) in anchors, f"{page.name}: {link}"


@pytest.mark.long
def test_both_languages_lead_to_each_other(site):
    english = (site / "start.html").read_text(encoding="utf-8")
    chinese = (site / "zh/start.html").read_text(encoding="utf-8")
    assert 'href="zh/start.html"' in english.replace('"./', '"')
    assert 'href="../start.html"' in chinese.replace('"./', '"')


@pytest.mark.long
def test_every_notebook_is_a_page_without_what_only_prepares_it(site):
    for stem in lessons("en").values():
        text = (site / f"lesson/{stem}.html").read_text(encoding="utf-8")
        assert "find_spec" not in text or stem == "11-tuning"
        assert "cell_output" in text
        assert "badge" not in text.lower().replace("sd-badge", "")
