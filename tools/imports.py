"""The import contract of ``pyproject.toml``: rooms import downwards only, rules know no Django."""

from importlinter.cli import lint_imports

if __name__ == "__main__":
    raise SystemExit(lint_imports(config_filename="pyproject.toml", no_logo=True, no_cache=True))
