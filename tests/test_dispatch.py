"""The textbook functions use only what dispatches: unchanged, they run on Dask arrays."""

import dask.array as da
import numpy as np
import pytest
from networks import drawn, labels

import dnn

DIMS = [4, 5, 3, 3]


@pytest.mark.parametrize("output", dnn.OUTPUTS)
@pytest.mark.parametrize("hidden", dnn.ACTIVATIONS)
@pytest.mark.parametrize("chunk", [3, 12])
def test_one_iteration_on_dask_arrays_is_that_on_numpy_arrays(hidden, output, chunk):
    X, _, parameters = drawn(DIMS, m=12)
    Y = labels(3, 12, output)
    wear = {"hidden": hidden, "output": output}
    AL, caches = dnn.L_model_forward(X, parameters, **wear)
    grads = dnn.L_model_backward(AL, Y, caches, **wear)
    updated = dnn.update_parameters(parameters, grads, 0.1)

    X_far, Y_far = da.from_array(X, (4, chunk)), da.from_array(Y, (3, chunk))
    AL_far, caches_far = dnn.L_model_forward(X_far, parameters, **wear)
    cost_far = dnn.compute_cost(AL_far, Y_far, output=output)
    grads_far = dnn.L_model_backward(AL_far, Y_far, caches_far, **wear)
    updated_far = dnn.update_parameters(parameters, grads_far, 0.1)

    assert all(isinstance(a, da.Array) for a in [AL_far, cost_far, *grads_far.values()])
    np.testing.assert_allclose(AL_far.compute(), AL, rtol=1e-12)
    np.testing.assert_allclose(cost_far.compute(), dnn.compute_cost(AL, Y, output=output))
    for name in grads:
        np.testing.assert_allclose(grads_far[name].compute(), grads[name], rtol=1e-9, atol=1e-12)
    for name in parameters:
        np.testing.assert_allclose(updated_far[name].compute(), updated[name], rtol=1e-12)
