"""A network for other programs: ONNX, PyTorch, plain Python."""
