"""Each notice as it was read, kept so that no term, clause or word of it changes unseen.

`python tests/test_notices_golden.py` writes every file anew; what differs is then to be held
against the notice.
"""

from pathlib import Path

import pytest

from vbp_policy import Policy
from vbp_policy.interop.json import dumps
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

FOLDER = Path(__file__).parent / "golden" / "notices"
NOTICES = {"chongqing_2025_9": CHONGQING_2025_9, "chongqing_2025_25": CHONGQING_2025_25}


def text_of(notice: Policy) -> str:
    return dumps(notice, indent=1) + "\n"


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_says_what_it_said(name: str) -> None:
    assert text_of(NOTICES[name]) == (FOLDER / f"{name}.json").read_text("utf-8")


if __name__ == "__main__":
    for each, notice in NOTICES.items():
        (FOLDER / f"{each}.json").write_text(text_of(notice), encoding="utf-8")
