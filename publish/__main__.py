"""``python -m publish`` and the command ``publish``: where a run begins."""

from publish.ending import end_at_interrupt


def start() -> None:
    """Run the command line."""
    end_at_interrupt()
    from publish.cli import main  # takes a while, in which Ctrl-C may come

    main()


if __name__ == "__main__":
    start()
