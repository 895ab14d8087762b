# coding: utf-8
# In[1]:
cd datasets
ls
pwd
pip install h5py
import numpy as np
matplotlib inline
from testCases_v3 import *
# In[2]:
time = 3
time - 1
load_ext autoreload
ls -l
print(linear_forward_test_case()[2], time)
