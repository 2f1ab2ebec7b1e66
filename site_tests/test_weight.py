"""What a first visit weighs: what `invoke build` says of it is what a browser asks for, and it stays within site/budget.json."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pytrain import hosts, packed, weight
from pytrain.build import build
from pytrain.weight import Budget
from site_tests.bench.server import Host
from site_tests.conftest import REPOSITORY, CopyDist, OpenMirror

AHEAD = ("timeline-canvas", "golden.json")
"""What the page fetches at leisure once it is ready, the chart's code and the outputs to compare with: before the first prediction only
where that waits for a person or a busy machine."""


def test_what_the_build_says_is_what_a_browser_asks_for(dist: Path, open_mirror: OpenMirror) -> None:
    """Seen to fail without the icon, and with a backend that does not run."""
    with Host({"/": dist}) as host:
        mirror = open_mirror(at=f"{host.url}/index.html")
        mirror.predict_once()
        assert mirror.label == "happy"
        asked = [
            request.path.removeprefix("/") for request in host.log if not any(late in request.path for late in AHEAD)
        ]
    assert sorted(asked) == [
        file.relative_to(dist.resolve()).as_posix() for file in weight.first_prediction(dist.resolve())
    ]


def test_a_page_built_for_one_path_counts_the_same_files(dist: Path, tmp_path: Path) -> None:
    pinned = build(tmp_path / "dist", REPOSITORY / "model", "/some/where/")
    assert len(weight.first_prediction(pinned)) == len(weight.first_prediction(dist))
    assert all(file.is_file() for file in weight.first_prediction(pinned))


def test_what_the_page_names_in_its_head_is_what_the_first_prediction_needs(dist: Path) -> None:
    """A preload of anything else would take the line from what is waited for."""
    needed = {file.name for file in weight.first_prediction(dist)}
    named = {file.name for file in weight._named_in_page(dist / "index.html")}
    assert len(named) > 5
    assert named <= needed


def test_every_file_stays_within_its_budget(dist: Path) -> None:
    assert weight.excesses(dist, Budget.read()) == []


def test_what_weighs_too_much_is_named_with_its_excess(dist: Path) -> None:
    budget = Budget.read()
    size = packed.sent_bytes(dist / "detector" / "detector.bin")
    tight = replace(budget, files={**budget.files, "detector/detector.bin": size - 1234})
    (said,) = weight.excesses(dist, tight)
    assert said.startswith(f"detector/detector.bin: {size:,} bytes, 1,234 more than the {size - 1234:,} of detector/")
    many = len(weight.first_prediction(dist))
    assert weight.excesses(dist, replace(budget, requests=many - 2, bytes=10**9)) == [
        f"First prediction: {many} requests, 2 more than in site/budget.json."
    ]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("model/*.bin", "model/group1-shard1of1.bin: .* and no budget"), ("favicon.svg", "favicon.svg: .* and no budget")],
)
def test_a_file_of_the_first_prediction_without_a_budget_is_named(dist: Path, pattern: str, message: str) -> None:
    budget = Budget.read()
    files = {name: most for name, most in budget.files.items() if name != pattern}
    (said,) = weight.excesses(dist, replace(budget, files=files))
    assert re.match(message, said)


def test_a_budget_for_no_file_is_named(dist: Path) -> None:
    budget = Budget.read()
    (said,) = weight.excesses(dist, replace(budget, files={**budget.files, "assets/gone-*.js": 1}))
    assert said.startswith("assets/gone-*.js in site/budget.json is no file")


def test_nothing_is_packed_that_it_does_not_pay_for_and_packing_repeats_itself(copy_dist: CopyDist) -> None:
    folder = copy_dist()
    for name in (hosts.NGINX, hosts.NETLIFY):  # written after the packing
        (folder / name).unlink()
    before = {file: file.read_bytes() for file in folder.rglob("*") if packed.original_of(file)}
    assert len(before) > 80
    for file, content in before.items():
        original = packed.original_of(file)
        assert original
        assert len(content) <= 0.95 * original.stat().st_size
        file.unlink()
    assert not (folder / "favicon.svg.br").exists()
    packed.add(folder)
    assert {file: file.read_bytes() for file in folder.rglob("*") if packed.original_of(file)} == before
    assert all(content[9] == 255 for file, content in before.items() if file.suffix == ".gz")
