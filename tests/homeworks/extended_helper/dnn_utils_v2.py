import numpy as np

def sigmoid(Z):
    return 1 / (1 + np.exp(-Z)), Z

def relu(Z):
    return np.maximum(0, Z), Z

def leaky(Z):
    return np.where(Z > 0, Z, 0.01 * Z)
