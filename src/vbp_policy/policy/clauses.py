"""A clause of a notice: where it stands, what it says in our words, and what computes it."""

import enum

import attrs

from ..foundation.errors import InvalidValueError
from ..foundation.values import Value, checked, identifier

__all__ = ["Clause", "Computability"]

_MOST_WORDS = 12  # of a notice's own text, in characters


class Computability(enum.Enum):
    """Whether a clause gives figures."""

    COMPUTABLE = "computable"
    FROM_INPUT = "from input"
    """Computable from an input that the notice leaves to somebody else."""
    NOT_COMPUTABLE = "not computable"


@attrs.frozen(field_transformer=checked)
class Clause(Value):
    """One clause of a notice.

    `id` is ours (`25-2.3b`), `where` is the notice's own numbering. The paraphrases are in our
    words; `words` are the few of the notice that are at issue, at most twelve characters.
    `functions` name what computes the clause, as they can be reached from the package's root;
    `reason` says why a clause that is not computable is not.
    """

    id: str = attrs.field(converter=identifier)
    where: str = attrs.field(converter=identifier)
    paraphrase: str
    paraphrase_zh: str
    words: str = ""
    computability: Computability = Computability.COMPUTABLE
    functions: tuple[str, ...] = ()
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if len(self.words) > _MOST_WORDS:
            raise InvalidValueError(
                field="words",
                value=self.words,
                expected=f"at most {_MOST_WORDS} characters of the notice",
                clause=self.id,
            )
        without_function = self.computability is Computability.NOT_COMPUTABLE
        if without_function != bool(self.reason):
            raise InvalidValueError(
                field="reason",
                value=self.reason,
                expected="a reason for a clause that is not computable, and for no other",
                clause=self.id,
            )

    def __str__(self) -> str:
        return self.id
