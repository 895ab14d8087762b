"""The package as a whole: floors, late imports, names, and a wheel used far from the checkout."""

import ast
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

import dnn

CHECKOUT = Path(__file__).resolve().parent.parent


def run(*command, cwd, **env):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_down_the_floors_only():
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    status = lint_imports(config_filename=str(CHECKOUT / "setup.cfg"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS


def test_the_contracts_can_fail(tmp_path):
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    broken = (CHECKOUT / "setup.cfg").read_text().replace("    dnn.cli.entry\n", "", 1)
    (tmp_path / "setup.cfg").write_text(
        broken.replace("    dnn.shapes\n", "    dnn.shapes\n    dnn.cli.entry\n")
    )
    status = lint_imports(config_filename=str(tmp_path / "setup.cfg"), no_cache=True)
    assert status != EXIT_STATUS_SUCCESS


def test_every_room_and_every_file_beside_them_stands_on_a_floor():
    rows = (CHECKOUT / "setup.cfg").read_text().split("layers =\n")[1].split("\n\n")[0]
    assert len(rows.splitlines()) <= 15
    named = re.findall(r"dnn\.\w+", rows)
    there = [f"dnn.{path.stem}" for path in (CHECKOUT / "dnn").glob("*") if is_source(path)]
    assert sorted(named) == sorted(there)


def is_source(path):
    return (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem[0] != "_")


def stub():
    """Return the home of every public name as type checkers read it."""
    tree = ast.parse((CHECKOUT / "dnn" / "__init__.pyi").read_text())
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname: node.module for node in imports for alias in node.names}


def loaded(code, besides):
    """Return what a fresh Python loads by this code that these modules have not loaded already."""
    tell = "print(*(name for name in sys.modules if name not in before))"
    code = f"import sys, {besides}\nbefore = set(sys.modules)\n{code}\n{tell}"
    ran = run(sys.executable, "-c", code, cwd=CHECKOUT)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())


def test_import_dnn_waits_for_nothing():
    assert loaded("import dnn", besides="importlib, typing") <= {"dnn", "__future__"}


def test_the_arrows_and_their_training_load_numpy_alone():
    sides = ("chinese", "datasets", "doctor", "export", "files", "lesson", "plots", "run")
    names = [name for name, home in stub().items() if home.split(".")[1] not in sides]
    assert {"sigmoid", "L_layer_model", "fit", "train", "update_parameters"} <= set(names)
    code = f"from dnn import {', '.join(names)}"
    found = loaded(code, besides="numpy, dataclasses, unicodedata")
    assert {name.split(".")[0] for name in found} <= {"dnn", "numpy", "__future__"}


def test_type_checkers_read_the_names_that_there_are():
    assert sorted(stub()) == sorted(dnn.__all__)
    for name, home in stub().items():
        assert getattr(dnn, name) is getattr(import_module(home), name)


def test_no_public_name_hides_a_file_or_a_room():
    assert not set(dnn.__all__) & {path.stem for path in (CHECKOUT / "dnn").glob("*")}


def test_every_public_name_is_there_and_documented_with_an_example():
    for name in dnn.__all__:
        value = getattr(dnn, name)
        if callable(value) and not isinstance(value, type):
            assert ">>>" in value.__doc__, name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'dnn' has no attribute 'foo'"):
        dnn.foo
    assert "load_data" in dir(dnn)


def test_nothing_installs_the_package_by_a_name_that_is_another_projects():
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=CHECKOUT)
    names = listed.stdout.splitlines() or [p.name for p in CHECKOUT.glob("*.md")]
    assert "README.md" in names
    for name in names:
        if Path(name).suffix in (".py", ".md", ".ipynb", ".cfg", ".txt", ".toml", ".json", ""):
            text = (CHECKOUT / name).read_text(encoding="utf-8", errors="replace")
            found = re.search(r"install[( ][^\n;]*(?<![\w./-])dnn(?![\w./-])", text)
            assert not found or name == "tests/test_package.py", (name, found)
    requirements = (CHECKOUT / "setup.cfg").read_text()
    assert "\nname = dnn-course\n" in requirements
    assert not re.search(r"(?m)^\s+dnn\[", requirements)


def test_the_version_is_said_once():
    text = (CHECKOUT / "setup.cfg").read_text()
    assert f"version = {dnn.__version__}\n" in text


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(".*", "*.egg-info", "build", "dist", "runs", "__pycache__")
    shutil.copytree(CHECKOUT, source, ignore=ignored)
    (source / "data" / "cats" / "my_own_pictures.h5").write_bytes(b"private")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=source
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_a_wheel_holds_the_package_and_our_pictures_and_nothing_else(wheel):
    names = [n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n]
    h5_files = sorted(n for n in names if n.endswith(".h5"))
    assert h5_files == [f"dnn/data/cats/{s}_catvnoncat.h5" for s in ("test", "train")]
    assert all(n.startswith("dnn/") for n in names)
    assert {"dnn/py.typed", "dnn/__init__.pyi"} <= set(names)


def test_a_wheel_works_outside_the_checkout(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    site = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies) + "\n")
    code = "import dnn; print(dnn.__file__); print(dnn.load_data()[0].shape)"
    ran = run(python, "-c", code, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    place, shape = ran.stdout.splitlines()
    assert Path(place).is_relative_to(site)
    assert shape.endswith("64, 64, 3)")
