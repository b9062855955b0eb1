"""What `tests/fuzz/run.py` starts from: each target takes its own seeds, and what is broken."""

import pytest

from fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_refuses_in_silence(name: str) -> None:
    target = TARGETS[name]
    seeds = list(target.seeds())
    assert len(seeds) > 1
    for seed in seeds:
        target.take(seed)
        target.take(seed[: len(seed) // 2])
        target.take(seed[1:] + b"\xff\0")
    target.take(b"")


def test_a_document_that_is_written_otherwise_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def otherwise(value: object) -> str:
        return "{}"

    monkeypatch.setattr("vbp_policy.interop.json.dumps", otherwise)
    with pytest.raises(ValueError, match="not written as it was read"):
        TARGETS["json"].take(b'{"schema":1,"type":"YearMonth","value":"2026-06"}')
