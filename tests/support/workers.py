"""Workers without a desk, for dialogs that only need something done off the screen's thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.ui.printer_work import Work
from app.ui.tasks import Lane, TaskRunner


@contextmanager
def workers() -> Iterator[Work]:
    """Run work as a desk does; an error that nobody handles fails the test."""
    tasks = TaskRunner()
    unhandled: list[object] = []

    def work(
        function: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        tasks.run(Lane.WORK, lambda: function(*args), done, failed or unhandled.append)

    yield work
    tasks.close()
    assert unhandled == []
