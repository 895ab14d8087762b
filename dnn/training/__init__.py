"""How a network is trained: the loop, its optimisers and schedules, and what is kept of it."""
