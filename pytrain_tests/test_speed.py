"""`invoke bench --train` on few images: that it measures what it says, not how fast anything is."""

import json
from pathlib import Path

import pytest

from pytrain import speed
from pytrain.errors import UserError


def test_a_small_run_writes_a_row_for_each_feed_and_the_figures_of_each_round(tmp_path: Path) -> None:
    table = speed.bench(tmp_path, ["perceptron"], images=20_000, rounds=1, seconds=0.3, variants=False)

    cases = json.loads((tmp_path / "train.json").read_text())["cases"]
    assert [case["feed"] for case in cases] == ["arrays", "file", "large"]
    assert table == (tmp_path / "train.md").read_text()
    assert all(f"| {case['feed']} | 20,000 |" in table for case in cases)
    for case in cases:
        (only,) = case["rounds"]
        assert case["median"] == only
        assert only["images_per_s"] > 100
        assert 100 < only["peak_mb"] < 10_000
        assert only["wait_share"] is None if case["feed"] == "arrays" else 0 < only["wait_share"] < 1
    in_memory, mapped, _ = (case["median"]["peak_mb"] for case in cases)
    # 20,000 faces are 184 MB as floats, which plain arrays are twice for a while.
    assert mapped < in_memory - 150


def test_what_cannot_be_measured_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Expected presets without teachers"):
        speed.bench(tmp_path, ["student"], 1000, 1)
    with pytest.raises(UserError, match="Unknown preset 'swift'"):
        speed.bench(tmp_path, ["swift"], 1000, 1)
    with pytest.raises(UserError, match="--images 10: expected 256 or more"):
        speed.bench(tmp_path, ["cnn"], 10, 1)
    assert not list(tmp_path.iterdir())


def test_the_median_of_rounds_is_taken_figure_by_figure() -> None:
    rounds = [speed.Measured(10, 0.3, 500), speed.Measured(30, 0.1, 700), speed.Measured(20, 0.2, 600)]

    assert speed._medians(rounds) == speed.Measured(20, 0.2, 600)
    assert speed._medians([speed.Measured(10, None, 500)]).wait_share is None
