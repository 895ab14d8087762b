"""The helper modules that homework imports, as small sources: `dnn kit` copies what is missing."""
