"""A clock that is wrong, for child processes: PYTHONPATH is this directory, WRONG_BY_DAYS the error."""

import datetime
import os

ERROR = datetime.timedelta(days=float(os.environ.get("WRONG_BY_DAYS", "0")))


class Wrong(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "Wrong":
        return super().now(tz) + ERROR


datetime.datetime = Wrong  # type: ignore[misc]
