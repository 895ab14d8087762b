from dnn_app_utils_v3 import *
x, y, xt, yt, classes = load_data()
print(x.shape, int(y.sum()))
