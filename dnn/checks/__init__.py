"""The one check of what comes in: numbers, arrays, layers, networks, examples."""
