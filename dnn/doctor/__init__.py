"""A training's history and its network to one sentence: cause and action."""
