"""What day it is. The domain is told; nobody else asks."""

from datetime import UTC, date, datetime

from dlread_cli.domain.diary import local_day


def now() -> datetime:
    """In UTC."""
    return datetime.now(UTC)


def today() -> date:
    """In the system's time zone."""
    return local_day(now().isoformat())
