"""The pages of the site: nothing public is left out, no error either, and their examples hold."""

import ast
from configparser import ConfigParser
from importlib import import_module

import pytest

import dnn
from docs import errors, examples, house
from docs.contents import GROUPS, TABLES
from docs.remedies import REMEDIES
from docs.staging import DOCS, ROOT, lessons

ENTRIES = [(group.room, entry) for group in GROUPS for entry in group.entries]
HOOKS = {"load_ipython_extension", "main"}  # called by others, by these names
INSIDE = {  # what checker and kit are made of
    "dnn.homework.kit.shims",
    "dnn.homework.kit.templates",
    "dnn.homework.mistakes",
}
PAGES = sorted((DOCS / "pages").rglob("*.md"))


# --- the reference


def public_names():
    """Return every public name with its room: those of `dnn`, and of each room with an __all__."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    yield from (("dnn", name) for name in dnn._HOMES)
    for room in {*config["options"]["packages"].split()} - {"dnn", *INSIDE}:
        own = getattr(import_module(room), "__all__", ())
        for name in own:  # those that `dnn` itself hands out from this room are there already
            if name not in HOOKS and not dnn._HOMES.get(name, "").startswith(f"{room}."):
                yield room, name


def test_every_public_name_is_in_the_reference_once():
    listed = [(room, entry.name) for room, entry in ENTRIES]
    assert len(listed) == len(set(listed))
    assert set(public_names()) - set(listed) == set(), "docs/contents.py lacks a row"
    assert set(listed) - set(public_names()) == set(), "docs/contents.py has a row too many"


def test_every_lesson_that_the_reference_names_is_there():
    assert {entry.lesson for _, entry in ENTRIES if entry.lesson} <= set(lessons("en"))


def test_what_has_no_docstring_is_told_in_the_table_of_tables():
    values = {entry.name for room, entry in ENTRIES if not is_documented(room, entry.name)}
    assert values == set(TABLES)


def is_documented(room, name):
    value = getattr(import_module(room), name)
    return isinstance(value, type) or hasattr(value, "__code__")


# numpydoc's checks that we take; not taken: what the house leaves out where a formula says it all
# (a one-line backward needs no Parameters), types that say more than numpydoc expects of them, and
# sections that are not ours (See Also, an extended summary of what one sentence says); and keywords
# are told together that belong together, whatever their order.
NOT_ASKED = {
    "ES01",
    "EX01",
    "PR01",
    "PR03",
    "PR04",
    "PR07",
    "PR08",
    "RT01",
    "RT02",
    "RT03",
    "RT04",
    "SA01",
}


def docstring_faults(name):
    found = import_module("numpydoc.validate").validate(name)["errors"]
    return [f"{name}: {code} {words}" for code, words in found if code not in NOT_ASKED]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_public_docstring_is_as_numpydoc_asks():
    pytest.importorskip("numpydoc")
    names = [f"{room}.{entry.name}" for room, entry in ENTRIES if entry.name not in TABLES]
    found = [fault for name in names for fault in docstring_faults(name)]
    assert [fault for fault in found if "{'...'}" not in fault] == []  # "and so on", of estimators


def test_every_public_function_shows_an_example():
    """Those of files and folders have theirs in the lesson, where the folders are."""
    without = {"read_rows", "make_kit", "check_class", "write_report", "new_exercise"}
    for room, entry in ENTRIES:
        value = getattr(import_module(room), entry.name)
        if hasattr(value, "__code__") and entry.name not in without:
            assert ">>> " in (value.__doc__ or ""), f"{room}.{entry.name}"


# --- the index of errors


def raised(path):
    """Return the lines of a file on which an error with words of its own is raised."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        made = node.exc if isinstance(node, ast.Raise) else None
        is_new = isinstance(made, ast.Call) and made.args
        if is_new and errors.last_name(made.func) in errors.kinds():
            yield made.lineno


def test_every_error_that_is_raised_is_in_the_index():
    listed = {(fault.module, fault.line) for fault in errors.faults()}
    found = [(path, line) for path in errors.sources() for line in raised(path)]
    assert len(found) > 400
    for path, line in found:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        assert (module, line) in listed


def test_every_module_that_makes_errors_has_its_cause_and_remedy():
    assert {fault.module for fault in errors.faults()} == set(REMEDIES), "mend docs/remedies.py"


def test_a_message_is_read_off_the_code_with_what_is_added_at_times():
    (found,) = [f for f in errors.faults() if f.function == "check_slope"]
    assert found.kind == "ShapeError"
    assert found.message == (
        "⟦layer ‹l›, ⟧(7) dW = dZ A_prev^T / m: W‹l› is ‹shape› and A_prev is ‹shape›, so dZ‹l› "
        "must be ‹expected›, but it is ‹shape›⟦; it looks transposed⟧"
    )


# --- the house


def test_the_house_has_every_room_and_its_five_arrows():
    drawn = house.drawn()
    rooms = [room for floor in house.floors() for room in floor]
    modules = {p.stem for p in (ROOT / "dnn").glob("[!_]*.py")}
    modules |= {p.parent.name for p in (ROOT / "dnn").glob("*/__init__.py")}
    assert {room.removeprefix("dnn.") for room in rooms} == modules - {"chinese"} | (
        {"chinese"} & {room.removeprefix("dnn.") for room in rooms}
    )
    assert drawn.count('class="room arrow"') == 5


# --- what the pages show


def named(path):
    return path.relative_to(DOCS / "pages").as_posix()


def code_of(path):
    return examples.BLOCK.findall(path.read_text(encoding="utf-8"))


WITH_CODE = [path for path in PAGES if any(k in ("python", "console") for k, *_ in code_of(path))]


@pytest.mark.long
@pytest.mark.parametrize("page", WITH_CODE, ids=named)
def test_what_a_page_shows_is_what_comes(page, tmp_path):
    english = DOCS / "pages/en" / page.relative_to(DOCS / "pages").relative_to(page_language(page))
    if page != english and code_of(page) == code_of(english):
        pytest.skip("the examples are those of the English page")
    known = {body for kind, _, body in code_of(english) if kind == "console" and page != english}
    shown = list(examples.run(page.read_text(encoding="utf-8"), tmp_path, known))
    wrong = [f"{s.source}says\n{s.want}\ngives\n{s.got}" for s in shown if not s.holds]
    assert shown
    assert not wrong, "\n".join(wrong)


def page_language(page):
    return page.relative_to(DOCS / "pages").parts[0]


@pytest.mark.parametrize("page", [p for p in PAGES if page_language(p) == "zh"], ids=named)
def test_a_chinese_page_has_its_english_one_with_as_many_blocks(page):
    english = DOCS / "pages/en" / page.relative_to(DOCS / "pages/zh")
    assert english.exists()
    kinds = [kind for kind, *_ in code_of(page)]
    assert kinds == [kind for kind, *_ in code_of(english)]


def test_the_chinese_pages_have_start_and_every_task():
    english = {named(p)[3:] for p in PAGES if page_language(p) == "en"}
    chinese = {named(p)[3:] for p in PAGES if page_language(p) == "zh"}
    assert {"index.md", "start.md", *(p for p in english if p.startswith("how-to/"))} <= chinese
