"""Where a result comes from: the notice, its clauses, the reading, and what we assumed."""

import attrs

from ..foundation.values import Value, checked, identifier
from .clauses import Clause
from .readings import Reading

__all__ = ["Basis"]


@attrs.frozen(field_transformer=checked)
class Basis(Value):
    """Where a result comes from; outside the equality and the hash of every result.

    `assumptions` are in words: what we supply and no notice states.
    """

    policy_number: str = attrs.field(converter=identifier)
    clauses: tuple[Clause, ...]
    reading: Reading
    assumptions: tuple[str, ...]

    @property
    def cited(self) -> str | None:
        """The id of the first clause, which a refusal cites; None without clauses."""
        return self.clauses[0].id if self.clauses else None
