"""The notebooks in a real browser: JupyterLab on the loopback address, Chromium without a window.

Not run unless asked for. On Debian::

    apt-get install -y chromium chromium-driver
    pip install -e '.[browser]'
    pytest -m browser

Screenshots of every notebook, in the light and the dark theme, are left in the folder that
``DNN_SCREENSHOTS`` names; without it they go with the temporary files of the test.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

FOLDER = Path(__file__).parent.parent / "notebooks"
NAMES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in [*FOLDER.glob("[0-9]*.ipynb"), *FOLDER.glob("*/[0-9]*.ipynb")]
    if ".ipynb_checkpoints" not in path.parts
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1300,1000",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 240  # seconds that a notebook may take on a busy machine

STATE = """
    const notebook = window.jupyterapp.shell.currentWidget?.content;
    const cells = notebook?.model ? [...notebook.model.cells] : [];
    const code = cells.filter(cell => cell.type === 'code');
    const outputs = code.flatMap(cell => cell.toJSON().outputs);
    return {
      code: code.filter(cell => cell.sharedModel.getSource().trim()).length,
      run: code.filter(cell => cell.executionCount !== null).length,
      busy: code.filter(cell => cell.executionState === 'running').length,
      last: code.length ? code[code.length - 1].executionCount : null,
      complaints: outputs.filter(o => o.output_type === 'error' || o.name === 'stderr'),
    };
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab on a copy of the notebooks; return its address."""
    pytest.importorskip("jupyterlab")
    root = tmp_path_factory.mktemp("lab")
    shutil.copytree(FOLDER, root / "notebooks")
    settings = root / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps({"fetchNews": "false"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": str(root / "notebooks"),
        "IdentityProvider.token": token,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "LabApp.expose_app_in_browser": True,
        "LabApp.user_settings_dir": str(root / "settings"),
        "LabApp.workspaces_dir": str(root / "workspaces"),
    }
    command = [sys.executable, "-m", "jupyterlab"]
    command += [f"--{name}={value}" for name, value in options.items()]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "JUPYTER_CONFIG_DIR": str(root / "config")}
    with open(root / "log.txt", "w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait(lambda: answers(f"http://127.0.0.1:{port}/api?token={token}"), 60)
            yield f"http://127.0.0.1:{port}", token, root / "settings"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start Chromium with an empty profile."""
    webdriver = pytest.importorskip("selenium.webdriver")
    paths = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if None in paths:
        pytest.skip("chromium and chromium-driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = paths[0]
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(paths[1]))
    driver.set_script_timeout(PATIENCE)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Return the folder that screenshots go to."""
    named = os.environ.get("DNN_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except OSError:
        return False


def wait(condition, seconds=PATIENCE, pause=0.5):
    """Wait until something holds, and return what it was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise TimeoutError(f"waited {seconds} s in vain")


def set_theme(settings, name):
    folder = settings / "@jupyterlab" / "apputils-extension"
    (folder / "themes.jupyterlab-settings").write_text(json.dumps({"theme": f"JupyterLab {name}"}))


def open_notebook(browser, lab, name):
    """Open a notebook alone in the window, ready to run."""
    address, token, _ = lab
    browser.get(f"{address}/doc/tree/{name}?token={token}&reset")
    wait(lambda: browser.execute_script("return !!window.jupyterapp") and state(browser)["code"])
    ready = "return window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status"
    wait(lambda: browser.execute_script(ready) == "idle")


def state(browser):
    return browser.execute_script(STATE)


def run_all(browser):
    """Run all cells from a fresh start; return what the notebook came to."""
    browser.execute_script(
        "const app = window.jupyterapp;"
        "app.commands.execute('notebook:clear-all-cell-outputs')"
        ".then(() => app.commands.execute('notebook:run-all-cells'));"
    )
    time.sleep(1)
    wait(lambda: is_done(state(browser)))
    return state(browser)


def is_done(found):
    return found["complaints"] or (found["run"] >= found["code"] and not found["busy"])


def shoot(browser, folder, name):
    """Save the whole notebook as pictures, one per screen."""
    parts = browser.execute_script(
        "const n = window.jupyterapp.shell.currentWidget.content;"
        "const s = n.node.querySelector('.jp-WindowedPanel-outer') || n.node;"
        "return [s.scrollHeight, s.clientHeight];"
    )
    for k in range(min(40, -(-parts[0] // parts[1]))):
        browser.execute_script(
            "const n = window.jupyterapp.shell.currentWidget.content;"
            "const s = n.node.querySelector('.jp-WindowedPanel-outer') || n.node;"
            "s.scrollTop = arguments[0] * s.clientHeight;",
            k,
        )
        time.sleep(0.6)
        browser.save_screenshot(str(folder / f"{name.replace('/', '-')}-{k:02}.png"))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_in_the_browser(name, lab, browser, pictures):
    set_theme(lab[2], "Light")
    open_notebook(browser, lab, name)
    found = run_all(browser)
    assert found["complaints"] == []
    assert found["run"] == found["code"]
    shoot(browser, pictures, f"light-{name}")


@pytest.mark.parametrize("name", ["02-step-by-step.ipynb", "03-shapes.ipynb"])
def test_a_notebook_is_shown_in_the_dark_theme(name, lab, browser, pictures):
    set_theme(lab[2], "Dark")
    open_notebook(browser, lab, name)
    assert browser.execute_script("return document.body.dataset.jpThemeLight") == "false"
    shoot(browser, pictures, f"dark-{name}")


def test_moving_the_slider_trains_again(lab, browser, pictures):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    set_theme(lab[2], "Light")
    open_notebook(browser, lab, "06-hyperparameters.ipynb")
    assert run_all(browser)["complaints"] == []
    browser.execute_script(
        "const n = window.jupyterapp.shell.currentWidget.content;"
        "n.activeCellIndex = [...n.model.cells].findIndex("
        "  c => c.sharedModel.getSource().startsWith('explore(\"learning_rate\"'));"
        "return n.scrollToItem(n.activeCellIndex, 'center');"
    )

    def sliders():
        return browser.find_elements(By.CSS_SELECTOR, ".jupyter-widgets .noUi-handle")

    handle = wait(sliders)[0]
    widget = handle.find_element(By.XPATH, "./ancestor::*[contains(@class,'widget-interact')]")
    readout = widget.find_element(By.CSS_SELECTOR, ".widget-readout")

    def picture():
        found = widget.find_elements(By.CSS_SELECTOR, "img")
        return found[0].get_attribute("src") if found else None

    before, said = wait(picture), readout.text
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", handle)
    browser.save_screenshot(str(pictures / "slider-before.png"))
    handle.send_keys(Keys.ARROW_RIGHT)
    after = wait(lambda: picture() not in (None, before) and picture(), 60)
    time.sleep(1)
    browser.save_screenshot(str(pictures / "slider-after.png"))
    assert after != before
    assert readout.text != said
