"""The program's first step, of `dlread` and of `python -m dlread_cli`."""

import gc
import sys


def main() -> None:
    gc.disable()  # collecting while modules load is a twentieth of a plain call, and this process is soon over
    try:
        from dlread_cli import run
    except KeyboardInterrupt:
        sys.exit(130)
    run.main()


if __name__ == "__main__":
    main()
