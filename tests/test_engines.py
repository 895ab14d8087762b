"""The same training on other array libraries: the steps of `dnn.train`, whoever computes them."""

import sys
from functools import partial
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest
from networks import drawn, labels
from test_rows import behind
from test_streams import write

import dnn
from dnn import engines
from dnn.engines.eager import Eager

DIMS = [4, 5, 3, 3]
X, _, START = drawn(DIMS, m=11)
# epsilon is large, so that RMSprop and Adam do not magnify the rounding of slopes near 0
CHOSEN = {"learning_rate": 0.01, "num_iterations": 12, "epsilon": 0.1}


def strict_engine(device):
    """Return an engine of the array API's own strict library: a row that was added later."""
    strict = pytest.importorskip("array_api_strict")

    def bring(A):
        found = np.array(np.from_dlpack(A))
        found.flags.writeable = False
        return found

    quiet = partial(np.errstate, over="ignore", invalid="ignore")
    return Eager(strict.asarray, bring, quiet)


@pytest.fixture(params=["numpy", "strict", "torch", "jax"])
def there(request, monkeypatch):
    """Return which library computes."""
    monkeypatch.setitem(behind(engines.ENGINES), "strict", strict_engine)
    name = {"strict": "array_api_strict"}.get(request.param, request.param)
    pytest.importorskip(name, reason=f"{name} is not installed")
    return {"library": request.param}


@pytest.fixture(params=["torch", "jax"])
def gpu(request):
    """Return a library that finds a GPU, and which."""
    found = pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    if request.param == "torch":
        is_there = found.cuda.is_available()
    else:
        is_there = any(device.platform == "gpu" for device in found.devices())
    if not is_there:
        pytest.skip(f"there is no GPU that {request.param} can use")
    return {"library": request.param, "device": "cuda"}


def far(there, Y, start=START, **chosen):
    return engines.train(X, Y, start, **there, **{**CHOSEN, **chosen})


def near(Y, start=START, **chosen):
    return dnn.train(X, Y, start, **{**CHOSEN, **chosen})


def same(actual, expected, rtol=1e-12, atol=1e-14):
    assert list(actual) == list(expected)
    for name, p in expected.items():
        assert type(actual[name]) is np.ndarray
        assert actual[name].dtype == p.dtype
        np.testing.assert_allclose(actual[name], p, rtol=rtol, atol=atol)


def same_steps(actual, expected, rtol=1e-12, atol=1e-14):
    """Compare all steps, the parameters and the memory after the last."""
    actual, expected = list(actual), list(expected)
    assert len(actual) == len(expected)
    for found, meant in zip(actual, expected, strict=True):
        assert found.iteration == meant.iteration
        assert (found.epoch, found.learning_rate) == (meant.epoch, meant.learning_rate)
        assert type(found.cost) is np.ndarray
        assert (found.cost.shape, found.cost.dtype) == ((), meant.cost.dtype)
        np.testing.assert_allclose(found.cost, meant.cost, rtol=rtol)
    found, meant = actual[-1].state, expected[-1].state
    assert found.iteration == meant.iteration
    same(found.parameters, meant.parameters, rtol, atol)
    assert found.memory.keys() == meant.memory.keys()
    for name, average in meant.memory.items():
        same(found.memory[name], average, rtol, atol)


# --- every row of every table -------------------------------------------------------------------


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_every_row_takes_the_steps_of_dnn_train(there, optimizer, output):
    dims = [4, *range(3, 3 + len(dnn.ACTIVATIONS)), 3]
    _, _, start = drawn(dims)
    Y, chosen = labels(3, 11, output), {"hidden": list(dnn.ACTIVATIONS), "output": output}
    chosen["optimizer"] = optimizer
    same_steps(far(there, Y, start, **chosen), near(Y, start, **chosen))


# JAX would compile each of these 72; the test above meets all rows of every table
@pytest.mark.parametrize("there", ["numpy", "strict", "torch"], indirect=True)
@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
def test_every_row_goes_with_every_other(there, hidden, optimizer, output):
    Y, chosen = labels(3, 11, output), {"hidden": hidden, "output": output, "optimizer": optimizer}
    same_steps(far(there, Y, **chosen), near(Y, **chosen))


OPTIONS = [
    {"mini_batch_size": 4},
    {"mini_batch_size": 4, "optimizer": "adam", "lambd": 0.7, "schedule": "cosine", "seed": 9},
    {"mini_batch_size": 100},
    {"lambd": 0.7, "optimizer": "momentum", "beta": 0.5},
    {"keep_prob": 0.7},
    {"keep_prob": [0.9, 0.6, 1.0], "mini_batch_size": 4, "optimizer": "rmsprop"},
    {"class_weight": "balanced", "lambd": 0.7},
    {"class_weight": {2: 5.0}, "mini_batch_size": 4, "optimizer": "adam", "keep_prob": 0.8},
    {"hidden": ["tanh", "leaky_relu"], "optimizer": "adam", "beta1": 0.3, "beta2": 0.6},
]


@pytest.mark.parametrize("chosen", OPTIONS, ids=str)
def test_every_hyperparameter_means_what_it_means_to_dnn_train(there, chosen):
    chosen = {"output": "softmax", **chosen}
    Y = labels(3, 11, "softmax")
    same_steps(far(there, Y, **chosen), near(Y, **chosen))


@pytest.mark.parametrize("chosen", OPTIONS, ids=str)
def test_a_gpu_takes_the_same_steps(gpu, chosen):
    Y = labels(3, 11, "softmax")
    chosen = {"output": "softmax", **chosen}
    same_steps(far(gpu, Y, **chosen), near(Y, **chosen))


@pytest.mark.parametrize("schedule", dnn.SCHEDULES)
def test_every_schedule_gives_the_same_rates(there, schedule):
    Y = labels(3, 11, "sigmoid")
    chosen = {"schedule": schedule, "decay_rate": 0.5, "time_interval": 3, "learning_rate": 0.3}
    same_steps(far(there, Y, **chosen), near(Y, **chosen))


@pytest.mark.parametrize("optimizer", dnn.OPTIMIZERS)
def test_float32_stays_float32_and_is_close(there, optimizer):
    Y = labels(3, 11, "sigmoid")
    chosen = {"dtype": "float32", "optimizer": optimizer, "lambd": 0.1, "mini_batch_size": 5}
    same_steps(far(there, Y, **chosen), near(Y, **chosen), rtol=1e-4, atol=1e-5)


def test_logistic_regression_is_a_network_too(there):
    Y, start = labels(1, 11, "sigmoid"), drawn([4, 1])[2]
    same_steps(far(there, Y, start), near(Y, start))


def test_labels_may_be_whole_numbers_or_bool_and_x_too(there):
    Y = labels(3, 11, "sigmoid")
    pixels = (100 * X).astype(np.int16)
    chosen = {**CHOSEN, "learning_rate": 1e-4}
    found = engines.train(pixels, Y.astype(bool), START, **there, **chosen)
    same_steps(found, dnn.train(pixels, Y, START, **chosen))


def test_mini_batches_are_read_from_a_file(there, tmp_path):
    write(tmp_path / "set.h5")
    data = dnn.load_h5(tmp_path / "set.h5", "x", "y", lazy=True)
    start = dnn.initialize_parameters_deep([6, 3, 1])
    chosen = {"mini_batch_size": 40, "optimizer": "adam", "num_iterations": 7}
    found = engines.train(data.X, data.Y, start, **there, **chosen)
    same_steps(found, dnn.train(data.X, data.Y, start, **chosen))


def test_a_saturated_output_has_a_finite_cost(there):
    start = {"W1": np.array([[3000.0, 0, 0, 0]]), "b1": np.array([[0.0]])}
    Y = (X[:1] < 0).astype(int)  # certain and wrong about all
    same_steps(far(there, Y, start, num_iterations=2), near(Y, start, num_iterations=2))


# --- steps that are kept, states that are gone on from ------------------------------------------


def test_kept_steps_stay_what_they_were(there):
    Y, chosen = labels(3, 11, "sigmoid"), {"optimizer": "adam", "mini_batch_size": 5}
    kept = list(far(there, Y, **chosen))
    for found, meant in zip(kept, near(Y, **chosen), strict=True):
        same(found.parameters, meant.parameters)
        assert found.state.iteration == meant.state.iteration


def test_what_a_caller_does_to_parameters_changes_nothing(there):
    Y = labels(3, 11, "sigmoid")
    start = {name: p.copy() for name, p in START.items()}
    expected = [step.parameters for step in near(Y)]
    for step, meant in zip(far(there, Y, start), expected, strict=True):
        for name, p in start.items():
            p[...] = np.nan
            step.parameters[name][...] = np.nan
        same(step.parameters, meant)
        with pytest.raises(ValueError, match="read-only"):
            step.state.parameters["W1"][...] = 0


def bits(state):
    memory = {f"{v}{key}": p for v, average in state.memory.items() for key, p in average.items()}
    return {name: p.tobytes() for name, p in {**state.parameters, **memory}.items()}


@pytest.mark.parametrize("chosen", [{}, {"mini_batch_size": 4}, {"keep_prob": 0.5}], ids=str)
def test_going_on_from_any_state_ends_as_if_never_stopped_to_the_last_bit(there, chosen):
    Y, chosen = labels(3, 11, "sigmoid"), {"optimizer": "adam", "num_iterations": 30, **chosen}
    *_, whole = far(there, Y, **chosen)
    for i in (0, 7, 20):
        stopped = next(islice(far(there, Y, **chosen), i, None))
        *_, resumed = far(there, Y, stopped.state, **chosen)
        assert bits(resumed.state) == bits(whole.state)
        assert resumed.cost.tobytes() == whole.cost.tobytes()


def test_looking_at_steps_changes_nothing(there):
    Y, chosen = labels(3, 11, "sigmoid"), {"optimizer": "momentum", "num_iterations": 40}
    unseen = list(far(there, Y, **chosen))
    looked = []
    for step in far(there, Y, **chosen):
        looked.append(step)
        if step.iteration in (3, 4, 11, 30):
            assert step.state.iteration == step.iteration + 1
    for one, other in zip(unseen, looked, strict=True):
        assert one.cost.tobytes() == other.cost.tobytes()
    assert bits(looked[-1].state) == bits(unseen[-1].state)
    assert bits(looked[17].state) == bits(unseen[17].state)


def test_a_state_goes_from_one_library_to_another(there):
    Y, chosen = labels(3, 11, "sigmoid"), {"optimizer": "adam"}
    *_, half = near(Y, **chosen, num_iterations=5)
    same_steps(far(there, Y, half.state, **chosen), near(Y, half.state, **chosen))
    *_, half = far(there, Y, **chosen, num_iterations=5)
    same_steps(near(Y, half.state, **chosen), near(Y, half.state, **chosen))


def test_a_state_of_the_subspace_goes_on_elsewhere(there):
    wide, _, start = drawn([40, 3, 1], m=6)
    Y = labels(1, 6, "sigmoid")
    *_, half = dnn.train(wide, Y, start, 0.1, 5, subspace=True)
    assert half.state.coordinates is not None
    found = engines.train(wide, Y, half.state, 0.1, 9, **there)
    same_steps(found, dnn.train(wide, Y, half.state, 0.1, 9, subspace=False))


def test_no_iterations_are_no_steps(there):
    assert list(far(there, labels(3, 11, "sigmoid"), num_iterations=0)) == []


def test_an_interrupt_while_it_computes_loses_nothing(there, monkeypatch):
    Y, chosen = labels(3, 11, "sigmoid"), {"optimizer": "adam", "num_iterations": 30}
    *_, whole = far(there, Y, **chosen)
    opened = engines.ENGINES[there["library"]]

    def opening(device):
        engine, calls = opened(device), iter(range(4))
        run = engine.run

        def interrupted(*given):
            if next(calls, None) is None:
                raise KeyboardInterrupt
            return run(*given)

        engine.run = interrupted
        return engine

    with monkeypatch.context() as patched:
        patched.setitem(behind(engines.ENGINES), there["library"], opening)
        finished = []
        with pytest.raises(KeyboardInterrupt):
            finished.extend(far(there, Y, **chosen))
    assert 4 <= len(finished) < 30
    *_, resumed = far(there, Y, finished[-1].state, **chosen)
    assert bits(resumed.state) == bits(whole.state)


def test_divergence_is_told_where_dnn_train_tells_it(there):
    Y = labels(3, 11, "linear")
    chosen = {"output": "linear", "hidden": "linear", "learning_rate": 1e3, "num_iterations": 200}
    found, meant = [], []
    with pytest.raises(dnn.DivergenceError) as expected:
        meant.extend(near(Y, **chosen))
    with pytest.raises(dnn.DivergenceError) as told:
        found.extend(far(there, Y, **chosen))
    assert str(told.value) == str(expected.value)
    assert told.value.iteration == expected.value.iteration == len(found) == len(meant)
    assert all(np.isfinite(p).all() for p in told.value.parameters.values())
    same(told.value.parameters, found[-1].parameters)


def test_a_batch_that_diverges_is_told(there):
    Y = labels(3, 11, "linear")
    chosen = {
        "learning_rate": 1e300,
        "output": "linear",
        "mini_batch_size": 4,
        "keep_prob": [0.9, 0.9, 0.9],
    }
    with pytest.raises(dnn.DivergenceError, match="the learning rate 1e\\+300 is too high"):
        list(far(there, Y, **chosen))


# --- what is not there --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "command"),
    [
        ("torch", r"torch is not installed here: pip install torch 'dnn-course\[arrays\]'"),
        ("jax", r"jax is not installed here: pip install jax, for an NVIDIA GPU pip install 'jax"),
        ("cupy", "cupy is not installed here: pip install cupy-cuda12x"),
    ],
)
def test_a_missing_library_names_the_command_that_installs_it(monkeypatch, library, command):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=command):
        far({"library": library}, labels(3, 11, "sigmoid"))


def test_pytorch_needs_array_api_compat_and_says_so(monkeypatch):
    pytest.importorskip("torch", reason="torch is not installed")
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(ImportError, match=r"pip install 'dnn-course\[arrays\]'"):
        far({"library": "torch"}, labels(3, 11, "sigmoid"))


def test_an_unknown_library_is_told_at_the_call():
    with pytest.raises(ValueError, match=r"unknown library 'pytorch', did you mean 'torch'\?"):
        far({"library": "pytorch"}, labels(3, 11, "sigmoid"))
    with pytest.raises(ValueError, match=r"Known: numpy, torch, jax, cupy$"):
        far({"library": "tensorflow"}, labels(3, 11, "sigmoid"))


@pytest.mark.parametrize("device", ["tpu", "cuda:77", "nowhere"])
@pytest.mark.parametrize(
    ("library", "name"), [("numpy", "numpy"), ("torch", "PyTorch"), ("jax", "JAX")]
)
def test_a_device_that_is_not_there_names_those_that_are(library, name, device):
    pytest.importorskip(library, reason=f"{library} is not installed")
    with pytest.raises(ValueError, match=rf"{name} finds no device '{device}' here; it finds cpu"):
        far({"library": library, "device": device}, labels(3, 11, "sigmoid"))


def test_a_device_is_named_or_is_the_librarys_own():
    jax = pytest.importorskip("jax", reason="jax is not installed")
    Y = labels(3, 11, "sigmoid")
    for device in ("cpu", "cpu:0", jax.devices("cpu")[0]):
        same_steps(far({"library": "jax", "device": device}, Y), near(Y))


def test_the_subspace_is_refused_by_name():
    Y = labels(3, 11, "sigmoid")
    same_steps(far({"library": "numpy"}, Y, subspace=False), near(Y))
    for subspace in (True, dnn.span(X)):
        with pytest.raises(ValueError, match=r"a road of dnn\.train alone"):
            far({"library": "numpy"}, Y, subspace=subspace)


def test_what_dnn_train_refuses_is_refused_at_the_call(tmp_path):
    Y, there = labels(3, 11, "sigmoid"), {"library": "numpy"}
    with pytest.raises(dnn.ShapeError, match="it looks transposed"):
        engines.train(X.T, Y, START, **there)
    with pytest.raises(ValueError, match="unknown hyperparameter 'lr', did you mean 'learning_r"):
        far(there, Y, lr=3)
    with pytest.raises(ValueError, match="the optimizer 'adam' remembers"):
        far(there, Y, dnn.State(3, START, {}), optimizer="adam")
    write(tmp_path / "set.h5")
    data = dnn.load_h5(tmp_path / "set.h5", "x", "y", lazy=True)
    with pytest.raises(
        ValueError, match="X lies in a file and is read batch by batch: give a mini"
    ):
        engines.train(data.X, data.Y, dnn.initialize_parameters_deep([6, 1]), **there)


def test_cupy_computes_on_the_gpu_that_is_named(monkeypatch):
    """A stand-in, whose arrays are numpy's: it shows that GPUs are found and entered."""
    entered = []

    class Device:
        def __init__(self, number):
            self.number = number

        def __enter__(self):
            entered.append(self.number)

        def __exit__(self, *error):
            pass

    found = SimpleNamespace(getDeviceCount=lambda: 2, CUDARuntimeError=RuntimeError)
    cuda = SimpleNamespace(runtime=found, Device=Device)
    cupy = SimpleNamespace(asarray=np.array, asnumpy=np.array, cuda=cuda)
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    Y = labels(3, 11, "sigmoid")
    for name, number in ((None, 0), ("cuda", 0), ("cuda:1", 1)):
        entered.clear()
        same_steps(far({"library": "cupy", "device": name}, Y), near(Y))
        assert set(entered) == {number}
    with pytest.raises(ValueError, match="CuPy finds no device 'cuda:2' here; it finds cuda:0, cu"):
        far({"library": "cupy", "device": "cuda:2"}, Y)

    def no_driver():
        raise RuntimeError("cudaErrorInsufficientDriver")

    found.getDeviceCount = no_driver
    with pytest.raises(ValueError, match="CuPy finds no device 'cuda' here; it finds none"):
        far({"library": "cupy"}, Y)


# --- JAX ----------------------------------------------------------------------------------------


@pytest.fixture
def jax():
    return pytest.importorskip("jax", reason="jax is not installed")


@pytest.mark.parametrize("is_on", [False, True])
def test_64_bits_are_switched_on_for_the_training_alone(jax, is_on):
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", is_on)
    try:
        for step in far({"library": "jax"}, labels(3, 11, "sigmoid")):
            assert jax.config.jax_enable_x64 is is_on
            assert step.parameters["W1"].dtype == step.cost.dtype == np.float64
        assert jax.config.jax_enable_x64 is is_on
    finally:
        jax.config.update("jax_enable_x64", before)


def test_another_rate_or_penalty_compiles_nothing_again(jax, monkeypatch):
    from dnn.engines import compiled

    traced = []

    def iteration(*given):
        traced.append(given)
        return compiled_iteration(*given)

    compiled_iteration = compiled.iteration
    monkeypatch.setattr(compiled, "iteration", iteration)
    Y, start = labels(3, 11, "sigmoid"), drawn([4, 7, 3])[2]
    chosen = {"optimizer": "adam", "lambd": 0.1, "num_iterations": 30}
    list(far({"library": "jax"}, Y, start, **chosen))
    assert traced
    traced.clear()
    for other in ({"learning_rate": 0.2}, {"lambd": 0.5}, {"beta1": 0.5}, {"num_iterations": 9}):
        list(far({"library": "jax"}, Y, start, **{**chosen, **other}))
    assert not traced


def test_a_call_makes_many_iterations(jax, monkeypatch):
    from dnn.engines.compiled import Compiled

    counts, run = [], Compiled.run

    def counted(self, *given):
        counts.append(len(given[-1]))
        return run(self, *given)

    monkeypatch.setattr(Compiled, "run", counted)
    monkeypatch.setattr("dnn.engines.loop.PROMPT", np.inf)
    list(far({"library": "jax"}, labels(3, 11, "sigmoid"), num_iterations=400))
    assert counts == [1, 2, 4, 8, 16, 32, 64, 128, 128, 17]
    counts.clear()
    monkeypatch.setattr("dnn.engines.loop.PROMPT", 0)
    list(far({"library": "jax"}, labels(3, 11, "sigmoid"), num_iterations=5))
    assert counts == [1, 1, 1, 1, 1]
