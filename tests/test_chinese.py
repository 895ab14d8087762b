"""What is said in Chinese is what is said in English: the same code, numbers and terms."""

import ast
import json
import re
from pathlib import Path

import pytest

import dnn

CHECKOUT = Path(__file__).resolve().parent.parent
NOTEBOOKS = CHECKOUT / "notebooks"
TRANSLATED = sorted(path.stem for path in (NOTEBOOKS / "zh").glob("[0-9]*.py"))
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
CHINESE_README = (CHECKOUT / "README.zh-CN.md").read_text(encoding="utf-8")
IN_CHINESE = 'get_ipython().run_line_magic("load_ext", "dnn.chinese")'
CHINESE = re.compile(r"[\u4e00-\u9fff]")

every_translation = pytest.mark.parametrize("stem", TRANSLATED)


def cells_of_py(path):
    """Return the (kind, text) of every cell of a .py half."""
    cells = re.split(r"(?m)^# %%", path.read_text(encoding="utf-8"))[1:]
    return [("text" if cell.startswith(" [markdown]") else "code", cell.strip()) for cell in cells]


def cells_of_ipynb(path):
    """Return the (kind, text) of every cell of an .ipynb half."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        ("code" if cell["cell_type"] == "code" else "text", "".join(cell["source"]))
        for cell in cells
    ]


def both(stem):
    """Yield the English and the Chinese cells of a notebook, of either half."""
    for suffix, cells in (".py", cells_of_py), (".ipynb", cells_of_ipynb):
        yield cells(NOTEBOOKS / f"{stem}{suffix}"), cells(NOTEBOOKS / "zh" / f"{stem}{suffix}")


def code(cells):
    return [text for kind, text in cells if kind == "code"]


def prose(cells):
    return "\n".join(text for kind, text in cells if kind == "text")


def test_every_notebook_is_there_in_chinese():
    assert {path.stem for path in NOTEBOOKS.glob("[0-9]*.py")} == set(TRANSLATED)


def without_language(source):
    """Return code as a tree without lang="zh", which a film needs."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [k for k in node.keywords if ast.unparse(k) != "lang='zh'"]
    return ast.dump(tree)


@every_translation
def test_the_code_cells_do_the_same_in_both_languages(stem):
    for english, chinese in both(stem):
        assert len(code(english)) > 5
        assert code(chinese)[0] == f"{code(english)[0]}\n{IN_CHINESE}"
        for own, theirs in zip(code(chinese)[1:], code(english)[1:], strict=True):
            assert own == theirs or (
                without_language(own) == without_language(theirs) and 'lang="zh"' in own
            )


@every_translation
def test_text_and_code_follow_each_other_in_the_same_order(stem):
    for english, chinese in both(stem):
        assert [kind for kind, _ in chinese] == [kind for kind, _ in english]


@every_translation
def test_every_cell_of_text_is_in_chinese(stem):
    for _, chinese in both(stem):
        assert all(CHINESE.search(text) for kind, text in chinese if kind == "text")


@every_translation
def test_the_formulas_are_the_same_in_both_languages(stem):
    for english, chinese in both(stem):
        assert displayed_formulas(chinese) == displayed_formulas(english)


def displayed_formulas(cells):
    return re.findall(r"(?s)\$\$(.+?)\$\$", prose(cells))


@every_translation
def test_a_term_defined_in_english_is_defined_by_the_glossarys_chinese_term(stem):
    english, chinese = next(both(stem))
    emphasised = re.findall(r"(?<!\*)\*{1,2}(\w[\w -]*)\*{1,2}(?!\*)", prose(english))
    terms = {term.en: term.zh for term in dnn.GLOSSARY}
    for term in emphasised:
        if term.lower() in terms:
            assert f"**{terms[term.lower()]}**" in prose(chinese), term


@every_translation
def test_every_link_between_the_notebooks_leads_somewhere(stem):
    for target in re.findall(r"\]\(([^)#]+)\)", prose(next(both(stem))[1])):
        if target.endswith(".ipynb") and "://" not in target:
            assert (NOTEBOOKS / "zh" / target).exists(), target


def test_the_readme_has_the_same_sections_in_chinese():
    assert headings(CHINESE_README) == headings(README)


def headings(text):
    return re.findall(r"(?m)^#+(?= )", text)


def test_the_readme_has_the_same_commands_and_code_in_chinese():
    assert len(code_blocks(README)) >= 8
    assert code_blocks(CHINESE_README) == code_blocks(README)


def code_blocks(text):
    return re.findall(r"(?ms)^```.*?^```$|^ {4}[^\n]*", text)


def test_the_tables_of_the_readme_have_the_same_names_and_numbers_in_chinese():
    english, chinese = rows(README), rows(CHINESE_README)
    assert len(english) > 20
    assert [facts(row) for row in chinese] == [facts(row) for row in english]


def rows(text):
    """Return the cells of every row of every table."""
    return [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]


def facts(row):
    """Return what no language changes in a row: names of code and numbers, cell by cell."""
    return [re.findall(r"`[^`]+`|\d+(?:[.,]\d+)*", cell) for cell in row]


def test_the_map_names_the_same_files_in_chinese():
    english, chinese = (text.split("\n## ")[-1] for text in (README, CHINESE_README))
    assert re.findall(r"`[^`]+`", chinese) == re.findall(r"`[^`]+`", english)


def test_the_readmes_lead_to_each_other():
    assert "](README.zh-CN.md)" in README
    assert "](README.md)" in CHINESE_README


def test_no_term_of_the_glossary_stands_twice():
    english, chinese = zip(*dnn.GLOSSARY, strict=True)
    assert len(set(english)) == len(english)
    assert len(set(chinese)) == len(chinese)
    assert all(CHINESE.search(term) for term in chinese)
