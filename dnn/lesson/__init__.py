"""What a lecture writes on the board, of the learner's own network."""
