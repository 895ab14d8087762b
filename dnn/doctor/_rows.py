"""Stand-in for the fields of the rows, until they are there."""
from __future__ import annotations
import numpy as np

def answers(output):
    return "numbers" if output == "linear" else "classes"

def undecided(output, n):
    if output == "linear" or (output == "softmax" and n == 1):
        return None
    if output == "softmax":
        return f"ln {n}", float(np.log(n))
    return ("ln 2" if n == 1 else f"{n} ln 2"), n * float(np.log(2))

def one_answer(output, rates):
    if output == "linear":
        return "half the variance of Y"
    if output == "sigmoid" and rates.size > 1:
        return f"the sum of H over the {rates.size} label rates"
    shown = ", ".join(f"{rate:.3f}" for rate in rates[:4])
    return f"H({shown}{', ...' if rates.size > 4 else ''})"

def dies(activation):
    return activation == "relu"

def steepest(activation):
    return {"sigmoid": 0.25, "tanh": 1.0}.get(activation)

def sums_to_one(output):
    return output == "softmax"
