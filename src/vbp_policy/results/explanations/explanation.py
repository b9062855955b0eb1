"""A result told step by step: the steps as data, and on a page."""

import attrs

from ...foundation.values import Value, checked, identifier
from .rendering import Page, as_html, as_markdown, as_text
from .steps import ExplanationStep, ReadingUsed, as_language

__all__ = ["Explanation"]


@attrs.frozen(kw_only=True, field_transformer=checked)
class Explanation(Value):
    """A result told step by step in one language, for a terminal, as Markdown and as HTML.

    `assumptions` are all that the result rests on; `reading` is where it departs from the
    recommended one.
    """

    title: str
    lang: str = attrs.field(converter=as_language)
    policy_number: str = attrs.field(converter=identifier)
    steps: tuple[ExplanationStep, ...]
    assumptions: tuple[str, ...]
    reading: tuple[ReadingUsed, ...]

    def __str__(self) -> str:
        return as_text(self._page())

    def to_markdown(self) -> str:
        """Give the steps as Markdown; what names hold is escaped."""
        return as_markdown(self._page())

    def _repr_html_(self) -> str:
        return as_html(self._page())

    def _page(self) -> Page:
        return Page(self.title, self.lang, self.steps, self.assumptions, self.reading)
