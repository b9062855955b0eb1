"""An example on its own, for pages and notebooks."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import Phase, find, settings
from hypothesis import strategies as st

__all__ = ["simplest"]

T = TypeVar("T")

_MOST_TRIES = 5_000


def simplest(strategy: st.SearchStrategy[T], where: Callable[[T], object] = lambda _: True) -> T:
    """Give the simplest value that a strategy draws, or the simplest for which `where` is true.

    As Hypothesis' own `find`, but the same every time, however slow the machine. It raises
    Hypothesis' `NoSuchExample` if there seems to be none.

    >>> simplest(st.integers(), where=lambda number: number > 4)
    5
    """
    alike = settings(
        max_examples=_MOST_TRIES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
    )
    return find(strategy, lambda value: bool(where(value)), settings=alike)
