"""Each surviving mutant that `mutants/survivors.json` explains stands in the code as it is now."""

import json
from pathlib import Path

import vbp_policy

PACKAGE = Path(vbp_policy.__file__).parent
REASONS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "mutants" / "survivors.json").read_text("utf-8")
)


def is_there(mutant: str) -> bool:
    """Say whether a mutant's line is one of its module's."""
    module, _, change = mutant.partition(" | ")
    lines = {line.strip() for line in (PACKAGE / module).read_text("utf-8").splitlines()}
    return any(change.startswith(f"{line} | ") for line in lines if line)


def test_what_is_explained_is_still_in_the_code_and_explained_once() -> None:
    explained = [mutant for mutants in REASONS.values() for mutant in mutants]
    assert [mutant for mutant in explained if not is_there(mutant)] == []
    assert len(set(explained)) == len(explained)
    assert all(REASONS.values())
