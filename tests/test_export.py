"""A network for other programs gives there what it gives here."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import dnn
from dnn.cli.entry import main
from dnn.export.forms import FORMS

rng = np.random.RandomState(1)
X = rng.randn(4, 30) * [[1.0], [100.0], [0.01], [1.0]] + 5
CASES = [
    *((name, "sigmoid") for name in dnn.ACTIVATIONS),
    *(("relu", name) for name in dnn.OUTPUTS),
    (["tanh", "leaky_relu"], "softmax"),
]


def network(hidden, output, dtype=np.float64):
    units = 3 if output == "softmax" else 1
    parameters = dnn.initialize_parameters_deep([4, 6, 5, units], seed=2)
    parameters = {name: p + 0.1 * rng.randn(*p.shape) for name, p in parameters.items()}
    return {name: p.astype(dtype) for name, p in parameters.items()}


def scalings(output):
    _, transform = dnn.standardize(X)
    target = dnn.Standardization(np.array([[40.0]]), np.array([[7.0]]))
    return transform, target if dnn.OUTPUTS[output].answers == "numbers" else None


def here(parameters, hidden, output, transform, target):
    AL, _ = dnn.L_model_forward(transform(X), parameters, hidden=hidden, output=output)
    return AL if target is None else target.inverse(AL)


def test_every_activation_of_the_table_has_a_form_elsewhere():
    assert FORMS.keys() == dnn.ACTIVATIONS.keys()


def test_an_activation_without_a_form_is_named():
    with pytest.raises(ValueError, match="activation"):
        dnn.to_python(network("relu", "sigmoid"), hidden="swish")


@pytest.mark.parametrize(("hidden", "output"), CASES, ids=str)
def test_the_python_file_needs_numpy_alone_and_gives_the_same(hidden, output, tmp_path):
    parameters, (transform, target) = network(hidden, output), scalings(output)
    wear = {"hidden": hidden, "output": output, "transform": transform, "target": target}
    (tmp_path / "model.py").write_text(dnn.to_python(parameters, **wear))
    forward = runpy.run_path(str(tmp_path / "model.py"))["forward"]
    expected = here(parameters, hidden, output, transform, target)
    np.testing.assert_allclose(forward(X), expected, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("hidden", "output"), CASES, ids=str)
def test_onnx_runtime_gives_the_same(hidden, output, dtype):
    pytest.importorskip("onnx", reason="the extra export is not installed")
    onnxruntime = pytest.importorskip("onnxruntime")
    parameters, (transform, target) = network(hidden, output, dtype), scalings(output)
    wear = {"hidden": hidden, "output": output, "transform": transform, "target": target}
    model = dnn.to_onnx(parameters, **wear, classes=["a", "b"])
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (AL,) = session.run(["AL"], {"X": X.T.astype(dtype)})
    expected = here(parameters, hidden, output, transform, target)
    assert AL.dtype == dtype
    tolerance = 1e-6 if dtype == np.float64 else 2e-4
    np.testing.assert_allclose(AL.T, expected, rtol=tolerance, atol=tolerance)
    assert session.get_modelmeta().custom_metadata_map == {"classes": "a\nb"}


@pytest.mark.parametrize(("hidden", "output"), CASES, ids=str)
def test_pytorch_gives_the_same_and_takes_the_state_back(hidden, output, tmp_path):
    torch = pytest.importorskip("torch")
    parameters, (transform, target) = network(hidden, output), scalings(output)
    wear = {"hidden": hidden, "output": output}
    sequential = dnn.to_torch(parameters, **wear, transform=transform, target=target)
    expected = here(parameters, hidden, output, transform, target)
    rows = torch.from_numpy(X.T.copy())
    np.testing.assert_allclose(sequential(rows).detach().numpy().T, expected, rtol=1e-6)
    torch.save(sequential.state_dict(), tmp_path / "model.pt")
    again = dnn.to_torch(torch.load(tmp_path / "model.pt"), **wear)
    np.testing.assert_array_equal(again(rows).detach().numpy(), sequential(rows).detach().numpy())


def test_a_large_network_is_packed_and_the_equations_are_seen(tmp_path):
    parameters = dnn.initialize_parameters_deep([300, 20, 1])
    source = dnn.to_python(parameters, classes=["no", "yes"])
    assert "    Z1 = W1 @ A0 + b1  # (1)\n    A1 = relu(Z1)  # (2)\n" in source
    assert len(source.splitlines()) < 45
    (tmp_path / "model.py").write_text(source)
    module = runpy.run_path(str(tmp_path / "model.py"))
    inputs = rng.randn(300, 9)
    AL, _ = dnn.L_model_forward(inputs, parameters)
    np.testing.assert_allclose(module["forward"](inputs), AL, rtol=1e-12)
    assert module["predict"](inputs) == [["no", "yes"][k] for k in (AL[0] > 0.5).astype(int)]


# --- dnn export ---------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [f"{a!r},{b!r},{'abc'[k % 3]}" for k, (a, b) in enumerate(rng.randn(60, 2).tolist())]
    Path("points.csv").write_text("\n".join(["p,q,kind", *lines]) + "\n")
    words = ["--layers", "4", "--iterations", "100", "--out", "run"]
    assert main(["train", "--data", "points.csv", *words]) == 0
    assert main(["predict", "points.csv", "--run", "run", "--out", "said.json"]) == 0
    return [
        list(one["probabilities"].values()) for one in json.loads(Path("said.json").read_text())
    ]


def rows():
    lines = Path("points.csv").read_text().splitlines()[1:]
    return np.array([[float(cell) for cell in line.split(",")[:2]] for line in lines])


def test_a_run_is_exported_as_python_that_answers_as_dnn_predict(run, tmp_path):
    assert main(["export", "run", "model.py"]) == 0
    code = "import model, sys; print('dnn' in sys.modules, model.predict(model.np.zeros((2, 3))))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("False ['")
    AL = runpy.run_path("model.py")["forward"](rows().T)
    np.testing.assert_allclose(AL.T, run, rtol=1e-9)


def test_a_run_is_exported_as_onnx_that_answers_as_dnn_predict(run):
    pytest.importorskip("onnx", reason="the extra export is not installed")
    onnxruntime = pytest.importorskip("onnxruntime")
    assert main(["export", "run", "model.onnx"]) == 0
    (AL,) = onnxruntime.InferenceSession("model.onnx").run(None, {"X": rows()})
    np.testing.assert_allclose(AL, run, atol=1e-6)


def test_a_run_is_exported_as_a_state_that_answers_as_dnn_predict(run):
    torch = pytest.importorskip("torch")
    assert main(["export", "run", "model.pt"]) == 0
    network = dnn.to_torch(torch.load("model.pt"), output="softmax")
    AL = network(torch.from_numpy(rows())).detach().numpy()
    np.testing.assert_allclose(AL, run, atol=1e-6)


def test_an_ending_of_no_format_is_refused_and_a_missing_library_is_named(run, capsys, monkeypatch):
    assert main(["export", "run", "model.h5"]) == 2
    assert "networks are written as .onnx, .pt, .py" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "onnx", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert main(["export", "run", "model.onnx"]) == 2
    assert "this export needs onnx: pip install 'dnn-course[export]'" in capsys.readouterr().err
    assert main(["export", "run", "model.pt"]) == 2
    assert "this export needs torch: pip install torch" in capsys.readouterr().err
    assert not list(Path().glob("model.*"))
