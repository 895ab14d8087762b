"""The command in hostile surroundings: signals while it starts, terminals that know only ASCII."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ROOT / "dnn" / "cli" / "command" / "__init__.py"


def run(*words, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("swallowed", [False, True], ids=["", "made into another error"])
def test_ctrl_c_during_the_imports_is_130_without_a_traceback(tmp_path, swallowed):
    (tmp_path / "dnn").mkdir()
    interrupted = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n"
    if swallowed:
        lines = interrupted.replace("\n", "\n    ")
        interrupted = f"try:\n    {lines}pass\nexcept KeyboardInterrupt:\n    raise ImportError\n"
    (tmp_path / "dnn" / "__init__.py").write_text(interrupted)
    ended = run(COMMAND, "train", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"dnn: interrupted\n")


def test_an_ignored_ctrl_c_stays_ignored(tmp_path):
    code = (
        "import os, runpy, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"sys.argv = ['dnn', '--version']; runpy.run_path({str(COMMAND)!r}, run_name='__main__')"
    )
    (tmp_path / "dnn").mkdir()
    (tmp_path / "dnn" / "__init__.py").write_text("import os; os.kill(os.getpid(), 2)\n")
    (tmp_path / "dnn" / "cli.py").write_text("main = lambda: 7\n")
    assert run("-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path)).returncode == 7


def test_the_command_is_the_door_that_python_m_opens():
    assert run(COMMAND, "--version").stdout == run("-m", "dnn", "--version").stdout != b""
    assert "\n    dnn = dnn_command:main\n" in (ROOT / "setup.cfg").read_text()


KINDS = ("caf\u00e9", "\u8336")
NARROW = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C"},
]


@pytest.mark.parametrize("narrow", NARROW, ids=lambda e: " ".join(f"{k}={v}" for k, v in e.items()))
def test_what_cannot_be_encoded_is_escaped_and_ends_no_command(tmp_path, narrow):
    rows = "".join(f"{k},{k % 7},{KINDS[k % 2]}\n" for k in range(40))
    (tmp_path / "t\u00e9.csv").write_text("a,\u03b2,kind\n" + rows, encoding="utf-8")
    table, missing = os.fsencode("t\u00e9.csv"), os.fsencode("\u8336.csv")
    words = ["--data", table, "--iterations", "3", "--layers", "2", "--out", "r"]
    helped = run("-m", "dnn", "train", "--help", cwd=tmp_path, **narrow)
    trained = run("-m", "dnn", "train", *words, cwd=tmp_path, **narrow)
    told = run("-m", "dnn", "predict", table, "--run", "r", cwd=tmp_path, **narrow)
    for ended in (helped, trained, told):
        assert (ended.returncode, ended.stderr) == (0, b"")
    refused = run("-m", "dnn", "predict", missing, "--run", "r", cwd=tmp_path, **narrow)
    assert refused.returncode == 2
    assert refused.stderr.startswith(b"dnn: error: ")
    if "PYTHONIOENCODING" in narrow:
        assert b"\\u03b1" in helped.stdout
        assert b"caf\\xe9" in told.stdout
        assert told.stdout.isascii()
