"""The steps of an explanation as data, each with its figures, clauses and reading."""

import enum
import re
from datetime import datetime
from decimal import Decimal

import attrs

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import (
    Value,
    checked,
    finite,
    identifier,
    instance,
    optional_identifier,
)
from ...policy.clauses import Clause
from ...policy.readings import Reading
from .writing import FigureKind, FigureValue, written

__all__ = [
    "LANGUAGES",
    "ExplanationFigure",
    "ExplanationStep",
    "FigureKind",
    "ReadingUsed",
    "as_language",
]

LANGUAGES = ("en", "zh")
_RULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def as_language(value: str, *, field: str = "lang") -> str:
    """Check the language of an explanation."""
    expected = " or ".join(LANGUAGES)
    language = str.__str__(instance(value, str, field=field, expected=expected))
    if language not in LANGUAGES:
        raise InvalidValueError(field=field, value=value, expected=expected)
    return language


def _rule(value: str, *, field: str = "rule") -> str:
    rule = identifier(value, field=field)
    if not _RULE.fullmatch(rule):
        raise InvalidValueError(field=field, value=value, expected="the name of a function")
    return rule


def _figure_value(value: FigureValue, *, field: str = "value") -> FigureValue:
    expected = "a string, number, date, month or enum member"
    instance(value, FigureValue, field=field, expected=expected)
    if isinstance(value, datetime):
        raise InvalidTypeError(field=field, value=value, expected=f"{expected}, not a datetime")
    return finite(value, field=field) if isinstance(value, Decimal) else value


@attrs.frozen(field_transformer=checked)
class ExplanationFigure(Value):
    """One figure of a step: what it is called in the code and to its readers, and its value.

    `unit` is that of a quantity, or what a price is for; None where it goes without saying.
    """

    name: str = attrs.field(converter=identifier)
    label: str
    value: FigureValue = attrs.field(converter=_figure_value)
    kind: FigureKind = FigureKind.OTHER
    unit: str | None = attrs.field(default=None, converter=optional_identifier)

    def written_in(self, lang: str) -> str:
        """Write the figure as readers of a language do.

        >>> figure = ExplanationFigure("total", "预付总额", Decimal("1234.50"), FigureKind.AMOUNT)
        >>> figure.written_in("zh")
        '1,234.50元'
        """
        return written(self.value, as_language(lang), self.kind, self.unit)


@attrs.frozen(field_transformer=checked)
class ReadingUsed(Value):
    """One open question that a step hangs on: the choice taken, and what it means in words."""

    field: str = attrs.field(converter=identifier)
    choice: enum.Enum
    question: str
    means: str

    def __attrs_post_init__(self) -> None:
        choices = {each.field: each.choices for each in Reading.choices()}
        if self.choice not in choices.get(self.field, ()):
            raise InvalidValueError(
                field="choice", value=self.choice, expected=f"a choice of the reading {self.field}"
            )

    @property
    def recommended(self) -> bool:
        """Whether it is the recommended choice."""
        return self.choice is getattr(Reading(), self.field)


@attrs.frozen(kw_only=True, field_transformer=checked)
class ExplanationStep(Value):
    """One step: which rule, what it decided from which figures, and on what ground.

    `given` are the figures that went in, `found` those that came out. `assumptions` and `reading`
    are those that matter for this step.
    """

    rule: str = attrs.field(converter=_rule)
    decides: str
    given: tuple[ExplanationFigure, ...]
    found: tuple[ExplanationFigure, ...]
    policy_number: str = attrs.field(converter=identifier)
    clauses: tuple[Clause, ...]
    reading: tuple[ReadingUsed, ...]
    assumptions: tuple[str, ...]

    @property
    def figures(self) -> tuple[ExplanationFigure, ...]:
        """All figures, those given first."""
        return self.given + self.found

    @property
    def clause(self) -> Clause | None:
        """The clause that the step carries out, the first of its clauses; None without any."""
        return self.clauses[0] if self.clauses else None
