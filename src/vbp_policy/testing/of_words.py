"""Codes, names and texts: plain ones first, then Chinese, hostile and arbitrary ones."""

from hypothesis import strategies as st

from .draws import kept

__all__ = ["identifiers", "texts"]

_HOSTILE = (
    "第二人民医院",
    "<b>&'\"",
    "=1+1",
    "a|b`c*_d",
    "甲\u3000乙",  # a wide space, as Chinese names have
    "药" * 200,  # as long as can be
)
_PRINTABLE = st.characters(categories=["L", "M", "N", "P", "S"])


@kept
def identifiers(prefix: str = "A") -> st.SearchStrategy[str]:
    """Draw codes, references and names: `A1` and the like, names to trip over, any printable ones.

    >>> from vbp_policy.testing import simplest
    >>> simplest(identifiers("H"))
    'H1'
    """
    return st.one_of(
        st.integers(1, 999).map(lambda number: f"{prefix}{number}"),
        st.sampled_from(_HOSTILE),
        st.text(_PRINTABLE, min_size=1, max_size=12),
    )


@kept
def texts() -> st.SearchStrategy[str]:
    """Draw texts for people, which may be empty and have lines."""
    return st.one_of(st.just("words"), st.sampled_from(_HOSTILE), st.text(max_size=30))
