"""Which helper module a name stands for, and the source that is put under that name."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = [
    "HELPERS",
    "MARK",
    "OTHER_HELPERS",
    "Supply",
    "foreign_helper",
    "is_helper",
    "names_of",
    "supply_for",
    "template_of",
]

TEMPLATES = "dnn.homework.kit.templates"
MARK = "# put here by `dnn kit`"  # the last line of what is supplied
WEEK_3 = frozenset(
    {
        *("layer_sizes_test_case", "forward_propagation_test_case", "nn_model_test_case"),
        *("backward_propagation_test_case", "predict_test_case"),
    }
)
COURSE_2 = frozenset(
    {
        "compute_cost_with_regularization_test_case",
        "backward_propagation_with_regularization_test_case",
        "forward_propagation_with_dropout_test_case",
        "backward_propagation_with_dropout_test_case",
        "gradient_check_n_test_case",
        "update_parameters_with_gd_test_case",
        "random_mini_batches_test_case",
        "initialize_velocity_test_case",
        "initialize_adam_test_case",
        "update_parameters_with_momentum_test_case",
        "update_parameters_with_adam_test_case",
    }
)
PROVIDERS = (  # the templates, in the order in which a name is looked for
    *("dnn_app_utils", "lr_utils", "test_cases", "planar_utils", "test_cases_week3"),
    *("test_cases_course2", "public_tests", "test_utils"),
)

# names of modules, as homework has them -> the template that they stand for
HELPERS: Mapping[str, str] = MappingProxyType(
    {
        r"lr_?utils.*": "lr_utils",
        r"(dnn_)?app_?utils.*": "dnn_app_utils",
        r"dnn_?app.*": "dnn_app_utils",
        r"dnn_?utils.*": "dnn_utils",
        r"test_?cases?.*": "test_cases",
        r"public_?tests.*": "public_tests",
        r"test_?utils.*": "test_utils",
        r"planar_?utils.*": "planar_utils",
        r"init_?utils.*": "init_utils",
        r"reg_?utils.*": "reg_utils",
        r"gc_?utils.*": "gc_utils",
        r"opt_?utils.*": "opt_utils",
        r"opt_test_?cases?.*": "test_cases_course2",
    }
)
# helper modules of other weeks and courses, which are not supplied -> where they belong
OTHER_HELPERS: Mapping[str, str] = MappingProxyType(
    {
        r"tf_utils.*|improv_utils.*": "course 2, week 3: TensorFlow",
        r"cnn_utils.*|kt_utils.*|resnets_utils.*|yolo_utils.*|yad2k.*": "course 4: convolutions",
        r"fr_utils.*|inception_blocks.*|nst_utils.*": "course 4, week 4: faces and style",
        r"rnn_utils.*|emo_utils.*|w2v_utils.*|nmt_utils.*|td_utils.*": "course 5: sequences",
        r"outputs|solutions?_utils": "the tests of another week",
    }
)


@dataclass(frozen=True)
class Supply:
    """A helper module that can be put beside a homework.

    Attributes
    ----------
    template : str
        The template that it is made of.
    source : str
    lacking : tuple of str
        What it is asked for and has not.
    """

    template: str
    source: str
    lacking: tuple[str, ...] = ()


def supply_for(module: str, names: Set[str], edition: str, explicit: Set[str]) -> Supply | None:
    """Return the source for a module that a homework misses; None for a module of another kind.

    Parameters
    ----------
    module : str
        Its name, without packages.
    names : set of str
        What it may be asked for: the names that are imported, or used without being made.
    edition : str
        A name of ``EDITIONS``.
    explicit : set of str
        Those of the names that are asked of this very module. A module of unknown name is supplied
        where all of these can be; one that is only starred, where some of the others can.

    Examples
    --------
    >>> from dnn.homework.kit.supplies import supply_for
    >>> supply_for("dnn_utils_v2", {"sigmoid"}, "2017", {"sigmoid"}).template
    'dnn_utils'
    >>> supply_for("pandas", {"read_csv"}, "2017", {"read_csv"}) is None
    True
    """
    template = template_of(module, names, edition)
    if template is None:
        asked = explicit or {name for name in names if _provider(name)}
        if not asked or not all(_provider(name) for name in asked):
            return None
        template = str(_provider(min(asked)))
    has = names_of(template)
    other = {n: _provider(n) for n in sorted(names - has)}
    source = _with_edition(source_of(template), edition)
    if "v1a" in module:
        source = source.replace("SUMMED = False", "SUMMED = True")
    lines = [
        f"from {TEMPLATES}.{provider} import {name}  # noqa: F401"
        for name, provider in other.items()
        if provider is not None and (name in explicit or provider != "public_tests")
    ]
    if lines:
        source += "\n# what the homework asks this module for beside\n" + "\n".join(lines) + "\n"
    source += f"\n{MARK} (edition {edition})\n"
    lacking = tuple(name for name in sorted(explicit) if name not in has and not other[name])
    return Supply(template, source, lacking)


def is_helper(module: str) -> bool:
    """Tell whether a name is that of a helper module which can be supplied.

    Examples
    --------
    >>> from dnn.homework.kit.supplies import is_helper
    >>> is_helper("testCases_v4a"), is_helper("numpy")
    (True, False)
    """
    return _looked_up(HELPERS, module) is not None


def foreign_helper(module: str) -> str | None:
    """Return where a helper module belongs that is not supplied; None where that is unknown.

    Examples
    --------
    >>> from dnn.homework.kit.supplies import foreign_helper
    >>> foreign_helper("cnn_utils")
    'course 4: convolutions'
    """
    return _looked_up(OTHER_HELPERS, module)


def _looked_up(table: Mapping[str, str], module: str) -> str | None:
    """Return the value whose pattern a module's name is."""
    found = (said for name, said in table.items() if re.fullmatch(name, module, re.IGNORECASE))
    return next(found, None)


def template_of(module: str, names: Set[str], edition: str) -> str | None:
    """Return the template that a name stands for: of the cases, the edition's or week 3's.

    Examples
    --------
    >>> from dnn.homework.kit.supplies import template_of
    >>> template_of("testCases", set(), "2017-08")
    'test_cases_2017_08'
    """
    template = _looked_up(HELPERS, module)
    if template == "test_cases":
        if names & COURSE_2:
            return "test_cases_course2"
        if names & WEEK_3:
            return "test_cases_week3"
        return "test_cases_2017_08" if edition == "2017-08" else template
    return template


def _provider(name: str) -> str | None:
    """Return the template that has a name, the one of the application first."""
    return next((template for template in PROVIDERS if name in names_of(template)), None)


@cache
def source_of(template: str) -> str:
    """Return the source of a template."""
    return files(TEMPLATES).joinpath(f"{template}.py").read_text(encoding="utf-8")


@cache
def names_of(template: str) -> frozenset[str]:
    """Return the names that a template makes or carries."""
    names: set[str] = set()
    for step in ast.parse(source_of(template)).body:
        if isinstance(step, ast.FunctionDef):
            names.add(step.name)
        elif isinstance(step, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in step.names}
        elif isinstance(step, ast.Assign):
            names |= {target.id for target in step.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _with_edition(source: str, edition: str) -> str:
    """Return a template with its edition set."""
    return re.sub(r'(?m)^EDITION = "[^"]*"', f'EDITION = "{edition}"', source)
