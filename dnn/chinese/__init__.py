"""The library in Chinese: what it says and draws, said and drawn again in Chinese."""

from dnn.chinese.pages import load_ipython_extension
from dnn.chinese.translation import in_chinese

__all__ = ["in_chinese", "load_ipython_extension"]
