"""The table of mistakes: each is caught and gets its own hint; both languages are there."""

import re
from itertools import combinations

import pytest

from dnn.homework import exercises
from dnn.homework.kinds import KINDS, PLAIN
from dnn.homework.mistakes import MISTAKES
from dnn.homework.mistakes.row import source_of, spoilt
from dnn.homework.mutants import changes_of
from dnn.homework.tasks import TASKS
from dnn.homework.words import SENTENCES, equation_text, numbers_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BY_TASK = {}
for row in MISTAKES:
    BY_TASK.setdefault(row.task, []).append(row)


def told(task):
    return f"{task.week} {task.name}"


every_task = pytest.mark.parametrize("task", list(BY_TASK), ids=told)


def test_the_table_holds_more_than_150_mistakes_and_no_two_of_one_name():
    assert len(MISTAKES) >= 150
    names = [(row.task, row.name) for row in MISTAKES]
    assert len(set(names)) == len(names)


@every_task
def test_every_mistake_fails_and_gets_its_own_hint_and_no_other(task):
    for row in BY_TASK[task]:
        for function in row.functions:
            result = exercises[task.name].check(function)
            assert not result, row
            assert (result.mistake, result.equation) == (row.name, row.equation)
            assert row.hint.en in result.message


@every_task
def test_no_hint_shows_the_answer(task):
    text = source_of(task)
    code = [line.split("#")[0].strip() for line in text.splitlines() if " = " in line]
    answers = [line.partition(" = ")[2] for line in code if len(line.partition(" = ")[2]) > 12]
    for row in BY_TASK[task]:
        assert not any(answer in row.hint.en or answer in row.hint.zh for answer in answers), row


@pytest.mark.parametrize("name", ["linear_forward", "linear_backward", "propagate", "compute_cost"])
def test_two_mistakes_at_once_are_recognised(name):
    rows = BY_TASK[TASKS[name][0]]
    seen = recognised = 0
    for one, other in list(combinations(rows, 2))[::4]:
        try:
            function = spoilt(one.task, one.edits, other.edits)
        except ValueError:  # both change the same words
            continue
        result = exercises[name].check(function)
        if result:  # the two undo each other, such as a sign turned twice
            continue
        seen += 1
        recognised += result.mistake == f"{one.name} + {other.name}"
    assert seen > 10
    assert recognised >= 0.8 * seen


def test_independent_mistakes_of_three_outputs_are_told_together():
    row = {row.name: row for row in BY_TASK[TASKS["linear_backward"][0]]}
    names = ("dW without 1 / m", "db negative", "dA_prev divided by m")
    function = spoilt(TASKS["linear_backward"][0], *(row[name].edits for name in names))
    result = exercises.linear_backward.check(function)
    assert set(result.mistake.split(" + ")) == set(names)
    assert result.equation == "(7), (8), (9)"


KINDS_TRIED = ("operator", "missing", "keyword")


@pytest.mark.parametrize("name", ["linear_backward", "backward_propagation", "propagate"])
def test_a_small_change_that_no_row_lists_names_the_equation_of_its_line(name):
    task = TASKS[name][0]
    changes = [c for c in changes_of(task) if len(c.numbers) == 1 and c.kind in KINDS_TRIED]
    wrong = 0
    for change in changes:
        result = exercises[name].check(change.function)
        wrong += not result and result.equation != equation_text(set(change.numbers))
    assert len(changes) > 5
    assert wrong <= 0.1 * len(changes)


# --- both languages ------------------------------------------------------------------------------

ALL_WORDS = {
    "sentences": SENTENCES,
    "hints": {str(row): row.hint for row in MISTAKES},
    "small changes": KINDS | PLAIN,
}


@pytest.mark.parametrize("table", ALL_WORDS.values(), ids=ALL_WORDS)
def test_every_sentence_is_there_in_both_languages(table):
    fields = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")
    for key, words in table.items():
        assert words.en.strip(), key
        assert not CHINESE.search(words.en), key
        assert CHINESE.search(words.zh), key
        assert sorted(fields.findall(words.en)) == sorted(fields.findall(words.zh)), key


@every_task
def test_a_result_in_chinese_has_the_same_mistake_and_a_chinese_message(task):
    for row in BY_TASK[task][:3]:
        result = exercises[task.name].check(row.function, lang="zh")
        assert result.mistake == row.name
        assert row.hint.zh in result.message
        assert CHINESE.search(result.hint())
        assert CHINESE.search(repr(result))


def test_equations_are_written_as_numbers_in_brackets():
    for row in MISTAKES:
        assert equation_text(set(numbers_of(row.equation))) == row.equation
        assert set(numbers_of(row.equation)) <= {1, 2, 6, 7, 8, 9}
