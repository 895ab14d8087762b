"""The five arrows on any array: array-api-strict, PyTorch, JAX; every row of every table."""

from inspect import signature

import numpy as np
import pytest
from networks import drawn, labels

import dnn
from dnn.libraries import library

DIMS = [4, 5, 3, 3]
X, _, PARAMETERS = drawn(DIMS, m=6)
MASKS = dnn.dropout_masks(DIMS, 6, 0.7, np.random.RandomState(2))


class Library:
    """How arrays go into a library and come back."""

    def __init__(self, name):
        self.name = name
        self.to = getattr(self, f"to_{name}")()

    def to_strict(self):
        strict = pytest.importorskip("array_api_strict")
        return lambda A: strict.asarray(A)

    def to_torch(self):
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
        return lambda A: torch.tensor(A)

    def to_cuda(self):
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
        if not torch.cuda.is_available():
            pytest.skip("there is no GPU that PyTorch can use")
        return lambda A: torch.tensor(A, device="cuda")

    def to_jax(self):
        jax = pytest.importorskip("jax", reason="JAX is not installed")
        jax.config.update("jax_enable_x64", True)
        return lambda A: jax.numpy.asarray(A)

    def all_to(self, arrays):
        return {name: self.to(A) for name, A in arrays.items()}


def back(A):
    """Return an array of any library as numpy's."""
    return np.asarray(A.cpu() if hasattr(A, "cpu") else np.from_dlpack(A))


@pytest.fixture(params=["strict", "torch", "cuda", "jax"])
def far(request):
    return Library(request.param)


def same(actual, expected, kind, rtol=1e-13):
    """Compare arrays of a library with numpy's, in value and in kind."""
    assert actual.keys() == expected.keys()
    for name, A in actual.items():
        assert type(A) is kind, name
        np.testing.assert_allclose(back(A), expected[name], rtol=rtol, atol=1e-15)


@pytest.mark.parametrize("name", dnn.ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "uint8"])
def test_every_activation_is_the_same_on_any_array(far, name, dtype):
    Z = np.array([[-3, 0, 2], [900, -900, 1]]).astype(dtype)
    g, g_backward = dnn.ACTIVATIONS[name]
    A, _ = g(far.to(Z))
    assert type(A) is type(far.to(Z))
    expected, _ = g(Z)
    near = {"rtol": 1e-6, "atol": 3e-7} if dtype == "float32" else {"rtol": 1e-13, "atol": 1e-30}
    np.testing.assert_allclose(back(A), expected, **near)
    dA = np.ones_like(Z)
    dZ, expected = g_backward(far.to(dA), far.to(Z)), g_backward(dA, Z)
    np.testing.assert_allclose(back(dZ), expected, **near)


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
@pytest.mark.parametrize("masks", [None, MASKS], ids=["all kept", "dropout"])
def test_one_pass_is_that_of_numpy_on_any_array(far, hidden, output, masks):
    Y = labels(3, 6, output)
    wear = {"hidden": hidden, "output": output}
    AL, caches = dnn.L_model_forward(X, PARAMETERS, **wear, masks=masks)
    grads = dnn.L_model_backward(AL, Y, caches, **wear, masks=masks)
    cost = dnn.compute_cost_with_regularization(AL, Y, PARAMETERS, 0.3, output=output)
    regularized = dnn.add_l2_slopes(grads, PARAMETERS, 0.3, 6)

    X_far, Y_far, there = far.to(X), far.to(Y), far.all_to(PARAMETERS)
    kept = None if masks is None else far.all_to(masks)
    AL_far, caches_far = dnn.L_model_forward(X_far, there, **wear, masks=kept)
    grads_far = dnn.L_model_backward(AL_far, Y_far, caches_far, **wear, masks=kept)
    cost_far = dnn.compute_cost_with_regularization(AL_far, Y_far, there, 0.3, output=output)
    kind = type(X_far)
    same({"AL": AL_far, "cost": cost_far}, {"AL": AL, "cost": cost}, kind)
    same(grads_far, grads, kind, rtol=1e-12)
    same(dnn.add_l2_slopes(grads_far, there, 0.3, 6), regularized, kind, rtol=1e-12)


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_every_step_is_that_of_numpy_on_any_array(far, name):
    row, numbers = dnn.OPTIMIZERS[name], dnn.hyperparameters()
    chosen = {key: numbers[key] for key in row.hyperparameters}

    def steps(parameters, grads):
        averages = [dnn.initialize_velocity(parameters) for _ in row.averages]
        for t in (1, 2, 3):
            given = [*averages, t] if name == "adam" else averages
            found = row.textbook(parameters, grads, *given, learning_rate=0.1, **chosen)
            parameters, *averages = found if row.averages else [found]
            averages = averages[: len(row.averages)]
        return parameters

    grads = {f"d{key}": np.cos(p) for key, p in PARAMETERS.items()}
    moved = steps(far.all_to(PARAMETERS), far.all_to(grads))
    same(moved, steps(PARAMETERS, grads), type(far.to(X)))


@pytest.mark.parametrize("name", dnn.OPTIMIZERS)
def test_the_numbers_of_a_step_may_be_numbers_of_the_library(far, name):
    row, numbers = dnn.OPTIMIZERS[name], dnn.hyperparameters()
    chosen = {key: numbers[key] for key in row.hyperparameters} | {"learning_rate": 0.1}
    given = {average: dnn.initialize_velocity(PARAMETERS) for average in row.averages}
    if "t" in signature(row.textbook).parameters:
        chosen["t"] = 3.0
    grads = {f"d{key}": np.cos(p) for key, p in PARAMETERS.items()}

    there = {average: far.all_to(v) for average, v in given.items()}
    there |= {key: far.to(np.array(number)) for key, number in chosen.items()}
    found = row.textbook(far.all_to(PARAMETERS), far.all_to(grads), **there)
    chosen |= {"t": 3} if "t" in chosen else {}
    expected = row.textbook(PARAMETERS, grads, **given, **chosen)
    updated, meant = (pair[0] if row.averages else pair for pair in (found, expected))
    same(updated, meant, type(far.to(X)))


def test_a_number_of_a_step_is_one_number(far):
    grads = {f"d{key}": far.to(p) for key, p in PARAMETERS.items()}
    with pytest.raises(ValueError, match=r"learning_rate must be a number in \[0, inf\)"):
        dnn.update_parameters(far.all_to(PARAMETERS), grads, far.to(np.array([0.1, 0.2])))


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_saturated_output_stays_finite_on_any_array(far, output):
    AL, Y = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    expected = dnn.compute_cost(AL, Y, output=output)
    cost = back(dnn.compute_cost(far.to(AL), far.to(Y), output=output))
    np.testing.assert_allclose(cost, expected, rtol=1e-12)
    assert np.isfinite(cost)


def test_what_does_not_fit_is_told_as_ever(far):
    with pytest.raises(dnn.ShapeError, match="it looks transposed"):
        dnn.L_model_forward(far.to(np.ascontiguousarray(X.T)), far.all_to(PARAMETERS))


def test_an_array_of_an_unknown_library_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "array_api_compat", None)
    with pytest.raises(ImportError, match=r"pip install 'dnn-course\[arrays\]'"):
        library(object())


# --- JAX: its own slopes, compiled ---------------------------------------------------------------


@pytest.fixture
def jax():
    found = pytest.importorskip("jax", reason="JAX is not installed")
    found.config.update("jax_enable_x64", True)
    return found


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
def test_the_slopes_are_those_that_jax_finds(jax, hidden, output):
    Y, wear = labels(3, 6, output), {"hidden": hidden, "output": output}

    def cost(parameters):
        AL, _ = dnn.L_model_forward(jax.numpy.asarray(X), parameters, **wear)
        return dnn.compute_cost(AL, jax.numpy.asarray(Y), output=output)

    found = jax.grad(cost)({name: jax.numpy.asarray(p) for name, p in PARAMETERS.items()})
    AL, caches = dnn.L_model_forward(X, PARAMETERS, **wear)
    grads = dnn.L_model_backward(AL, Y, caches, **wear)
    for name in PARAMETERS:
        np.testing.assert_allclose(grads[f"d{name}"], found[name], rtol=1e-12, atol=1e-13)


def test_a_whole_step_compiles_and_goes_over_many_networks_at_once(jax):
    Y = jax.numpy.asarray(labels(3, 6, "sigmoid"))

    def step(parameters, rate):
        AL, caches = dnn.L_model_forward(jax.numpy.asarray(X), parameters)
        grads = dnn.L_model_backward(AL, Y, caches)
        moved = {name: p - rate * grads[f"d{name}"] for name, p in parameters.items()}
        return moved, dnn.compute_cost(AL, Y)

    start = {name: jax.numpy.asarray(p) for name, p in PARAMETERS.items()}
    plain, cost = step(start, 0.1)
    compiled, compiled_cost = jax.jit(step)(start, 0.1)
    np.testing.assert_allclose(compiled_cost, cost, rtol=1e-13)
    rates = jax.numpy.asarray([0.1, 0.2])
    many, _ = jax.vmap(step, in_axes=(None, 0))(start, rates)
    for name in start:
        np.testing.assert_allclose(compiled[name], plain[name], rtol=1e-12)
        np.testing.assert_allclose(many[name][0], plain[name], rtol=1e-12)
