"""What each public value looks like in a notebook, kept to be looked at when it changes.

`python tests/test_html_golden.py` writes every file anew; what differs is then to be reviewed.
"""

from pathlib import Path

import pytest

from test_json_golden import BUILT

FOLDER = Path(__file__).parent / "golden" / "html"


def html_of(name: str) -> str:
    """Give a value's HTML, a tag a line."""
    return a_tag_a_line(BUILT[name]._repr_html_())


def a_tag_a_line(html: str) -> str:
    return html.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("name", BUILT)
def test_a_value_looks_as_it_did(name: str) -> None:
    assert html_of(name) == (FOLDER / f"{name}.html").read_text("utf-8")


def test_nothing_is_kept_of_what_is_no_more() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(BUILT)


if __name__ == "__main__":
    for each in BUILT:
        (FOLDER / f"{each}.html").write_text(html_of(each), encoding="utf-8")
