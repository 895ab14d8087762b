"""Measurements of `dnn` beside a textbook loop, PyTorch, JAX and scikit-learn; see README.md."""
