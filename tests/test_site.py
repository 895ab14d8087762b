"""The site as it is built: it needs nothing from elsewhere, its links hold, a browser shows it."""

import os
import re
import shutil
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest

import dnn
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
        assert "install -q dnn-course" not in text
        assert "cell_output" in text
        assert "badge" not in text.lower().replace("sd-badge", "")


# --- in a browser


PICTURES = [  # a page, and what must be seen on it
    ("index.html", ".sd-card"),
    ("start.html", "h2"),
    ("api/backward.html", "mjx-container svg"),
    ("lesson/01-one-layer.html", ".cell_output img"),
    ("errors/index.html", ".error-search textarea"),
    ("about/contributing.html", ".house .arrow"),
    ("zh/index.html", ".sd-card"),
    ("zh/start.html", "h2"),
    ("zh/lesson/01-one-layer.html", ".cell_output img"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start Chromium, without a window."""
    webdriver = pytest.importorskip("selenium.webdriver")
    paths = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if None in paths:
        pytest.skip("chromium and chromium-driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = paths[0]
    profile = tmp_path_factory.mktemp("profile")
    for flag in ("headless", "no-sandbox", "disable-gpu", f"user-data-dir={profile}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(paths[1]))
    yield driver
    driver.quit()


def look(browser, address, width, theme="light"):
    """Open a page at a width and in a theme, and wait until it stands."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": theme}]},
    )
    browser.get_log("browser")
    browser.get(address)


def wait(condition, seconds=20):
    """Wait until something holds, and return what it was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise TimeoutError(f"waited {seconds} s in vain")


def keep(browser, name):
    """Save what is seen where DNN_SCREENSHOTS says, if it does."""
    if folder := os.environ.get("DNN_SCREENSHOTS"):
        path = Path(folder) / f"{name.replace('/', '-')}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        browser.save_screenshot(str(path))


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("page", "seen"), PICTURES)
def test_a_page_stands_in_a_browser(site, browser, page, seen, width, theme):
    look(browser, (site / page).resolve().as_uri(), width, theme)
    wait(lambda: browser.find_elements("css selector", seen))
    assert browser.execute_script("return document.documentElement.dataset.theme") == theme
    fits = "return document.documentElement.scrollWidth <= window.innerWidth"
    assert browser.execute_script(fits), f"{page} is wider than {width}"
    assert [said for said in browser.get_log("browser") if said["level"] == "SEVERE"] == []
    keep(browser, f"{theme}-{width}-{page}")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("page", "query", "found"),
    [
        ("search.html", "linear_backward", "api/backward"),
        ("zh/search.html", "形状", "how-to/shapes"),
    ],
)
def test_the_search_works_without_a_server(site, browser, page, query, found):
    look(browser, f"{(site / page).resolve().as_uri()}?q={query}", 1280)
    links = wait(lambda: browser.find_elements("css selector", "#search-results li a"))
    assert any(found in link.get_attribute("href") for link in links)
    keep(browser, f"search-{page}")


@pytest.mark.browser
def test_a_pasted_error_finds_itself(site, browser):
    with pytest.raises(ValueError, match="looks transposed") as caught:
        dnn.linear_forward(np.ones((3, 5)), W=np.ones((3, 4)), b=np.ones((3, 1)))
    look(browser, (site / "errors/index.html").resolve().as_uri(), 1280)
    box = wait(lambda: browser.find_elements("css selector", ".error-search textarea"))[0]
    box.send_keys(f"dnn.shapes.ShapeError: {caught.value}")
    left = browser.find_elements("css selector", ".faults > li:not([hidden])")
    assert 1 <= len(left) < 10
    assert any("checks.layers.check_linear" in entry.text for entry in left)
    keep(browser, "errors-found")
