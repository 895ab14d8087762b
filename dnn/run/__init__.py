"""The folder of a run: what was asked for, what was learnt from, what came of it."""
