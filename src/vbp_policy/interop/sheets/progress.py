"""A progress bar, where somebody watches."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TypeVar

__all__ = ["watched"]

T = TypeVar("T")

_SECONDS_WITHOUT = 1  # what is read sooner needs no bar


def watched(lines: Iterable[T], name: str, likely: int | None) -> Iterator[T]:
    """Hand lines on, with a bar of tqdm if a terminal or a notebook watches and tqdm is there."""
    if _somebody_watches():
        try:
            tqdm = import_module("tqdm").tqdm
        except ImportError:
            pass
        else:
            return iter(
                tqdm(
                    lines,
                    desc=name,
                    total=likely or None,
                    unit=" lines",
                    delay=_SECONDS_WITHOUT,
                    leave=False,
                )
            )
    return iter(lines)


def _somebody_watches() -> bool:
    """Say whether standard error is a terminal, or this is an IPython kernel."""
    try:
        if sys.stderr.isatty():
            return True
    except (AttributeError, ValueError):  # none, a stand-in, or closed
        return False
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None
