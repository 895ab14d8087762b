"""The same loop on other engines: another array library, many machines."""
