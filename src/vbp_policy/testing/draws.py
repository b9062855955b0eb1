"""How a keyword narrows a strategy, by a value or by a strategy; and how strategies are kept."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from typing import ParamSpec, TypeAlias, TypeVar, cast

from hypothesis import strategies as st

from ..foundation.dates import YearMonth
from ..foundation.errors import InvalidValueError

__all__ = ["Drawn", "bounds", "drawn", "kept", "some"]

P = ParamSpec("P")
T = TypeVar("T")
Ordered = TypeVar("Ordered", date, Decimal, YearMonth)

Drawn: TypeAlias = T | st.SearchStrategy[T]
"""What a keyword takes: a value that is held fixed, or a strategy to draw it from."""


def drawn(given: Drawn[T] | None, default: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Give the strategy that a keyword stands for; None leaves it to the default."""
    if given is None:
        return default
    if isinstance(given, st.SearchStrategy):
        return cast("st.SearchStrategy[T]", given)
    return st.just(given)


def bounds(
    check: Callable[..., Ordered], min_value: object, max_value: object
) -> tuple[Ordered, Ordered]:
    """Check two bounds by what they bound, and that the upper one is not below the lower."""
    least, most = check(min_value, field="min_value"), check(max_value, field="max_value")
    if most < least:
        raise InvalidValueError(
            field="max_value", value=max_value, expected=f"no less than min_value, {least}"
        )
    return least, most


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Keep the strategies that a function makes: one is costly to make, and never changes."""
    kept_so_far = lru_cache(maxsize=512, typed=True)(make)

    @wraps(make)
    def given(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return kept_so_far(*args, **kwargs)  # type: ignore[arg-type]
        except TypeError:  # a list, or the refusal of an argument
            return make(*args, **kwargs)

    return given


def some(draw: st.DrawFn, *, most: int, least: int = 0) -> Iterator[int]:
    """Count from 1, a coin before each further one: so a counterexample loses what it can."""
    for number in range(1, most + 1):
        if number > least and not draw(st.booleans()):
            break
        yield number
