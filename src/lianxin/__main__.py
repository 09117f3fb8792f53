"""``python -m lianxin COMMAND``: every command of the product in one place."""

from lianxin.conf.cli import entry

if __name__ == "__main__":
    entry()
