"""The tool that plants faults knows the tests of every file of the package."""

import ast

import plant_faults

FILES = sorted((plant_faults.CHECKOUT / "dnn").rglob("*.py"))
NAMES = [path.relative_to(plant_faults.CHECKOUT / "dnn").as_posix() for path in FILES]


def test_every_file_of_the_package_has_tests_that_are_there():
    for path in FILES:
        tests = plant_faults.tests_for(path)
        assert len(tests) > 1, path
        assert [test for test in tests if not (plant_faults.CHECKOUT / test).exists()] == []


def test_every_entry_is_of_a_file_that_is_there_and_every_room_has_one():
    for entry in plant_faults.TESTS:
        assert any(name.startswith(entry) for name in NAMES), entry
    assert {name.split("/")[0] for name in NAMES if "/" in name} <= plant_faults.TESTS.keys()


def test_the_longest_entry_that_a_file_begins_with_is_the_one_that_counts():
    dnn = plant_faults.CHECKOUT / "dnn"
    assert plant_faults.tests_for(dnn / "export" / "forms.py") == [
        "dnn/export/forms.py",
        "tests/test_export.py",
    ]
    assert plant_faults.is_core(dnn / "cost.py")
    assert plant_faults.is_core(dnn / "training" / "fit.py")
    assert not plant_faults.is_core(dnn / "files" / "atomic.py")
    assert not plant_faults.is_core(dnn / "__init__.py")


def test_every_fault_that_no_run_can_tell_is_still_one_of_the_package_and_has_its_reason():
    told = set()
    for place, line, _ in plant_faults.EQUIVALENT:
        path = plant_faults.CHECKOUT / place
        text = path.read_text(encoding="utf-8")
        nodes, lines = list(ast.walk(ast.parse(text))), text.splitlines()
        faults = plant_faults.faults_of(path)
        there = [f for f in faults if lines[nodes[f.node].lineno - 1].strip() == line]
        told |= {fault.equivalent for fault in there} - {None}
    assert told == set(plant_faults.EQUIVALENT.values())


def test_a_fault_is_one_change_and_all_else_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(plant_faults, "CHECKOUT", tmp_path)
    path = tmp_path / "small.py"
    path.write_text("x = a + 1\nif x < 2 and y:\n    z = 0.5 if x in y else x is True\n")
    planted = dict(fault.planted() for fault in plant_faults.faults_of(path))
    assert sorted(planted) == [
        "small.py:1: 1  ->  2",
        "small.py:1: a + 1  ->  a - 1",
        "small.py:2: 2  ->  3",
        "small.py:2: x < 2  ->  x <= 2",
        "small.py:2: x < 2 and y  ->  not (x < 2 and y)",
        "small.py:2: x < 2 and y  ->  x < 2 or y",
        "small.py:3: 0.5  ->  0.75",
        "small.py:3: x in y  ->  not x in y",
        "small.py:3: x in y  ->  x not in y",
        "small.py:3: x is True  ->  x is not True",
    ]
    assert planted["small.py:2: 2  ->  3"] == (
        "x = a + 1\nif x < 3 and y:\n    z = 0.5 if x in y else x is True"
    )
