"""What this part hangs on the house."""


def register() -> None:
    """Nothing yet."""
