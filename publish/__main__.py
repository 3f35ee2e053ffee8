"""``python -m publish`` and the command ``publish``: where a run begins."""

from publish.ending import end_when_told, watched


def start() -> None:
    """Run the command line."""
    end_when_told()
    watched(_run)


def _run() -> None:
    from publish.cli import main  # takes a while, in which Ctrl-C may come

    main()


if __name__ == "__main__":
    start()
