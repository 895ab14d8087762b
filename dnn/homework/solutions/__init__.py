"""The homework's functions as a learner may write them, a module per week: `.solution()` shows them."""
