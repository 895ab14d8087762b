"""The network as scikit-learn knows an estimator: thin over `dnn.fit`, examples as rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from dnn.cost import OUTPUTS
from dnn.datasets.labelled import Dataset, output_for
from dnn.datasets.preparation import standardize
from dnn.forward import L_model_forward
from dnn.training.fit import Run, fit


class _Network(BaseEstimator):  # type: ignore[misc]
    """What both estimators share: their hyperparameters, and training on rows."""

    def __init__(
        self,
        layers: Any = (20, 7, 5),
        *,
        learning_rate: float = 0.0075,
        num_iterations: int = 2500,
        hidden: Any = "relu",
        scale: Any = "lecun",
        random_state: int = 1,
        optimizer: str = "gd",
        beta: float = 0.9,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        mini_batch_size: int | None = None,
        lambd: float = 0.0,
        keep_prob: Any = 1.0,
        schedule: str = "constant",
        decay_rate: float = 1.0,
        time_interval: int = 1000,
        every: int = 100,
    ) -> None:
        self.layers = layers
        self.learning_rate = learning_rate
        self.num_iterations = num_iterations
        self.hidden = hidden
        self.scale = scale
        self.random_state = random_state
        self.optimizer = optimizer
        self.beta = beta
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.mini_batch_size = mini_batch_size
        self.lambd = lambd
        self.keep_prob = keep_prob
        self.schedule = schedule
        self.decay_rate = decay_rate
        self.time_interval = time_interval
        self.every = every

    def _fit(self, X: Any, Y: Any, output: str) -> None:
        """Train on rows X (m, n_0) and columns Y (n_L, m); keep the network and its history."""
        given = self.get_params(deep=False)
        layers, seed = given.pop("layers"), given.pop("random_state")
        dims = [X.shape[1], *layers, len(Y)]
        self.run_: Run = fit(
            np.ascontiguousarray(X.T), Y, dims, seed=_seed(seed), output=output, **given
        )
        self.n_iter_ = self.run_.iterations
        self.costs_ = [float(cost) for cost in self.run_.history.costs]

    def _outputs(self, X: Any) -> Any:
        """Return the output of the network for rows X, (n_L, m)."""
        check_is_fitted(self, "run_")
        rows = validate_data(self, X, reset=False, dtype=(np.float64, np.float32))
        chosen = self.run_.hyperparameters
        AL, _ = L_model_forward(
            rows.T, self.run_.parameters, hidden=chosen["hidden"], output=chosen["output"]
        )
        return AL


class NetworkClassifier(ClassifierMixin, _Network):  # type: ignore[misc]
    """A network that tells classes apart, as a scikit-learn estimator.

    Parameters
    ----------
    layers : sequence of int
        Sizes of the hidden layers; ``()`` is logistic regression.
    random_state : int, RandomState or None
        Seed of the first weights, the shuffles and the masks.
    learning_rate, num_iterations, hidden, ... :
        See ``dnn.HYPERPARAMETERS``. The output follows from the labels: a sigmoid for two classes,
        a softmax for more.

    Attributes
    ----------
    classes_ : array, (number of classes,)
    run_ : dnn.Run
        The parameters and the history.
    n_iter_ : int
    n_features_in_ : int
    costs_ : list of float

    Notes
    -----
    It passes scikit-learn's ``check_estimator``, and so works in ``cross_val_score``, pipelines and
    ``GridSearchCV``. Examples are rows here, as everywhere in scikit-learn. Scale the features, for
    example with a ``StandardScaler`` in a pipeline.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import NetworkClassifier
    >>> X, y = np.array([[-2.0], [-1.0], [1.0], [2.0]]), ["no", "no", "yes", "yes"]
    >>> network = NetworkClassifier((), learning_rate=1.0, num_iterations=100).fit(X, y)
    >>> network.predict([[-3.0], [3.0]])
    array(['no', 'yes'], dtype='<U3')
    """

    def fit(self, X: Any, y: Any) -> NetworkClassifier:
        """Train the network.

        Parameters
        ----------
        X : array of float, (m, n_0)
            A row per example.
        y : array, (m,)
            Labels of any kind.

        Returns
        -------
        self
        """
        X, y = validate_data(self, X, y, dtype=(np.float64, np.float32))
        check_classification_targets(y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("a classifier needs two classes or more; y holds 1 class")
        labels, classes = numbers.reshape(1, -1), tuple(map(str, self.classes_))
        choice = output_for(Dataset(X.T, labels, classes))
        self._fit(X, OUTPUTS[choice.name].columns(labels, choice.units), choice.name)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return the probability of every class, (m, number of classes)."""
        AL = self._outputs(X)
        of_classes = OUTPUTS[self.run_.hyperparameters["output"]].probabilities
        return AL.T if of_classes is None else of_classes(AL).T

    def predict(self, X: Any) -> Any:
        """Return the likeliest class of every row, (m,)."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        return self.classes_[likeliest]


class NetworkRegressor(RegressorMixin, _Network):  # type: ignore[misc]
    """A network that predicts numbers, as a scikit-learn estimator.

    Parameters
    ----------
    layers : sequence of int
        Sizes of the hidden layers; ``()`` is linear regression.
    random_state : int, RandomState or None
        Seed of the first weights, the shuffles and the masks.
    learning_rate, num_iterations, hidden, ... :
        See ``dnn.HYPERPARAMETERS``. The output is linear.

    Attributes
    ----------
    run_ : dnn.Run
        The parameters and the history.
    n_iter_ : int
    n_features_in_ : int
    costs_ : list of float

    Notes
    -----
    As `NetworkClassifier`. It learns the targets brought to mean 0 and deviation 1, and predicts
    them on their own scale.

    Examples
    --------
    >>> import numpy as np
    >>> from dnn.tuning import NetworkRegressor
    >>> X, y = np.array([[-1.0], [0.0], [1.0]]), np.array([10.0, 20.0, 30.0])
    >>> network = NetworkRegressor((), learning_rate=0.5, num_iterations=200).fit(X, y)
    >>> network.predict([[2.0]]).round(3)
    array([40.])
    """

    def fit(self, X: Any, y: Any) -> NetworkRegressor:
        """Train the network.

        Parameters
        ----------
        X : array of float, (m, n_0)
            A row per example.
        y : array of float, (m,)

        Returns
        -------
        self
        """
        X, y = validate_data(self, X, y, dtype=(np.float64, np.float32), y_numeric=True)
        Y, self.scaling_ = standardize(y.reshape(1, -1).astype(X.dtype))
        choice = output_for(Dataset(X.T, Y, None))
        self._fit(X, Y, choice.name)
        return self

    def predict(self, X: Any) -> Any:
        """Return the predicted number of every row, (m,)."""
        AL = self._outputs(X)
        return self.scaling_.inverse(AL)[0]


def _seed(random_state: Any) -> int:
    """Return a seed for what scikit-learn calls a random state."""
    if isinstance(random_state, int | np.integer):
        return int(random_state)
    stream = np.random.RandomState() if random_state is None else random_state
    return int(stream.randint(2**31))
