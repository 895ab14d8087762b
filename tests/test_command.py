"""The command in hostile surroundings: signals while it starts, terminals that know only ASCII."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*words, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("swallowed", [False, True], ids=["", "made into another error"])
def test_ctrl_c_during_the_imports_is_130_without_a_traceback(tmp_path, swallowed):
    code = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n"
    if swallowed:
        lines = code.replace("\n", "\n    ")
        code = f"try:\n    {lines}pass\nexcept KeyboardInterrupt:\n    raise ImportError\n"
    (tmp_path / "numpy.py").write_text(code)
    ended = run("-m", "dnn", "train", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"dnn: interrupted\n")


@pytest.mark.parametrize("handler", ["signal.SIG_IGN", "print"])
def test_a_ctrl_c_that_is_not_python_s_own_is_left_alone(handler):
    code = (
        "import signal, sys, threading; from dnn.cli import main\n"
        f"signal.signal(signal.SIGINT, {handler})\n"
        "other = threading.Thread(target=main, args=[['shapes', '2', '1']])\n"
        "other.start(); other.join(); main(['shapes', '2', '1'])\n"
        f"assert signal.getsignal(signal.SIGINT) is {handler}\n"
    )
    ended = run("-c", code)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_after_the_imports_ctrl_c_is_an_exception_again():
    code = (
        "import signal; from dnn.cli import main; main(['shapes', '2', '1'])\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
    )
    assert run("-c", code).returncode == 0


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


def test_a_command_without_an_output_stream_ends_well():
    code = "import sys\nsys.stdout = None\nfrom dnn.cli import main\n"
    assert run("-c", code + "sys.exit(main(['shapes', '2', '1']))\n").returncode == 0
