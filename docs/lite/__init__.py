"""The notebooks in a reader's browser: JupyterLite with our wheel."""
