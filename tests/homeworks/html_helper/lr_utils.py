<!DOCTYPE html>
<html><head><title>lr_utils.py</title></head><body>lots of it</body></html>
