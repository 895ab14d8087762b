"""What keys a result lacks: a misspelt one, or those of the first or the last layer."""

from __future__ import annotations

import re

from dnn.homework.asking import right_answers
from dnn.homework.trials import Trial
from dnn.homework.words import say


def lacking_keys(trial: Trial, lang: str) -> tuple[str, str] | None:
    """Return the mistake and its sentence where keys are missing in a way that tells; else None."""
    found = set()
    for k in trial.order:
        missing = {_key(d.path) for d in trial.wrong[k] if d.kind == "missing"}
        if not missing or trial.answers[k].error is not None:
            continue
        there, want = (
            {*map(_key, a.leaves)} for a in (trial.answers[k], right_answers(trial.task)[k])
        )
        misspelt = sorted(
            (name, key)
            for name in there - want
            for key in missing
            if name.lower() == key.lower() and name
        )
        if misspelt:
            wrong_name, nearest = misspelt[0]
            text = say("misspelt", lang, wrong=wrong_name, nearest=nearest)
            return f"misspelt {wrong_name}", text
        layers = {int(number) for name in want for number in re.findall(r"\d+$", name)}
        found |= {_end(missing, want, layers)}
    end = next(iter(found)) if len(found) == 1 else None
    return None if end is None else (end, say(end, lang))


def _key(path: str) -> str:
    """Return the key at the end of a path."""
    parts = [part for part in path.split(".") if part not in ("shape", "values")]
    return parts[-1] if len(parts) > 1 else ""


def _end(missing: set[str], want: set[str], layers: set[int]) -> str | None:
    """Tell whether what is missing is the last layer, or the first."""
    for end, layer in (
        ("last layer left out", max(layers, default=0)),
        ("first layer left out", 1),
    ):
        if missing == {name for name in want if name.endswith(str(layer))}:
            return end
    return None
