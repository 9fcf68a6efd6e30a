"""Threads that ask several at once. An interruption waits for none of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from dlread_cli.errors import DlreadError
from dlread_cli.translation import tr


@contextmanager
def workers(number: int) -> Iterator[ThreadPoolExecutor]:
    """Raises DlreadError where the system lets us start no thread, here or in one of the workers."""
    pool = ThreadPoolExecutor(number)
    try:
        yield pool
    except RuntimeError as error:
        if "thread" not in str(error):
            raise
        raise DlreadError(tr("the system allows no more threads; close other programs, or see ulimit -u")) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
