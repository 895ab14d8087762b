"""The homework's functions as a learner may write them: `.solution()` shows them."""
