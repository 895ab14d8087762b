"""Pictures of a network and its training; the only importers of matplotlib: ax in, ax out."""
