"""Steps of an optimiser as the lecture writes them, and the law that the flat step follows them."""

import inspect

import numpy as np

CHOSEN = {"beta": 0.8, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-3}
STEPS = 40


def made_slopes(parameters, n=STEPS, dtype=np.float64):
    """Return the slopes of n steps, small and large ones."""
    rng = np.random.RandomState(3)
    return [
        {
            f"d{W}": (10.0 ** rng.uniform(-3, 1) * rng.randn(*p.shape)).astype(dtype)
            for W, p in parameters.items()
        }
        for _ in range(n)
    ]


def textbook_step(row, parameters, grads, memory, t, rate, chosen):
    """Return the parameters, and all that comes with them, after a row's textbook step."""
    known = {**chosen, **memory, "t": t, "learning_rate": rate}
    asked = list(inspect.signature(row.textbook).parameters)[2:]
    stepped = row.textbook(parameters, grads, **{name: known[name] for name in asked})
    return stepped if isinstance(stepped, tuple) else (stepped,)


def flat(arrays):
    return np.concatenate([array.ravel() for array in arrays.values()])


def follow_the_textbook(row, start, n=STEPS, rate=0.05):
    """Check that many steps on one flat vector, none of them in place, are those of the lecture."""
    parameters, memory = start, row.init(start)
    p, kept = flat(parameters), {name: flat(average) for name, average in memory.items()}
    for t, grads in enumerate(made_slopes(start, n), start=1):
        slope = flat(grads)
        for array in (p, slope, *kept.values()):
            array.flags.writeable = False
        p, kept = row.step(p, slope, kept, t, rate, CHOSEN)
        parameters, *rest = textbook_step(row, parameters, grads, memory, t, rate, CHOSEN)
        memory = dict(zip(row.averages, rest, strict=False))
        assert tuple(kept) == row.averages
        for ours, lecture in ((p, parameters), *((kept[v], memory[v]) for v in row.averages)):
            expected = flat(lecture)
            np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-15 * abs(expected).max())
