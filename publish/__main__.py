"""``python -m publish``: the same as the command ``publish``."""

from publish.cli import main

main()
