"""``bluewatch`` and ``python -m scheduler``: an interrupt ends it quietly from the first moment to the last."""

import os
import signal

INTERRUPTED = 130
_interrupts: list[int] = []


def main() -> None:
    """Load the command line, run it and end the process. While it loads, nothing is begun; after it, all is done."""
    _hear(_end)
    from scheduler.commands.main import main as run_command  # noqa: PLC0415  the moment that is to be quiet

    try:
        _hear(_interrupt)
        run_command()
    except KeyboardInterrupt:
        _end()
    except Exception:
        # A library may take the interrupt for a failure of its own and raise that.
        if _interrupts:
            _end()
        raise
    finally:
        _hear(_end)


def _hear(handler: object) -> None:
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as a shell leaves it to what it starts behind it
        signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]


def _end(*_: object) -> None:
    """Not by KeyboardInterrupt, which modules that are being loaded, or put away, would catch or tell at length."""
    os._exit(INTERRUPTED)


def _interrupt(number: int, _: object) -> None:
    _interrupts.append(number)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
