"""A run -> model/, the model that is committed and shipped: converted, held against the one before, measured, written down.

All of it happens in a folder beside model/ that takes its place at the end, in one step; whatever fails before leaves model/ as it was.
"""

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pytrain import card, compare, contract, convert, evaluate, lessons, opinions, tfjs_runtime
from pytrain.atomic import assembled, write_file, write_text
from pytrain.errors import UserError, brief
from pytrain.evaluate import TESTS
from pytrain.faces import FaceSet, is_drawn
from pytrain.runs import Run

UNRELEASED, CHANGED = "## [Unreleased]", "### Changed"


@dataclass(frozen=True)
class Released:
    """What a release did.

    Attributes:
        against_former: how the new model differs from the one before it on the same faces; None where there was none.
        opinions: files in which the new model's teachers are kept.
    """

    conversion: convert.Conversion
    card: card.Figures
    against_former: compare.Comparison | None
    opinions: list[Path]


def release(
    root: Path,
    run: Run,
    faces: FaceSet,
    *,
    quantization: str = "uint8",
    seeds: Sequence[Run] = (),
    why_worse: str | None = None,
) -> Released:
    """Put `run` into `root`/model, with its card, a line in `root`/CHANGELOG.md and its teachers' opinions: all of it or nothing.

    Args:
        root: a git repository without changes.
        faces: the data set of the run.
        seeds: evaluated runs of the same recipe, for the card.
        why_worse: the reason to release a model that is worse on PublicTest than the one before; goes into the changelog.

    Raises:
        UserError: drawn faces, a run or a tree that no commit holds, a worse model without a reason, or files that say something
            else in TensorFlow.js than in TensorFlow.
    """
    check_origin(run)
    check_clean(root)
    model, changelog = root / "model", root / "CHANGELOG.md"
    teachers = lessons.teachers_of(run.folder.parent, run.preset())
    # What could fail at the end is tried before minutes are spent.
    with_line(changelog.read_text("utf-8"), "")
    for seed in seeds:
        evaluate.read(seed.folder)
    kept = [changelog, *(opinions.COMMITTED / f"{teacher.name}.npz" for teacher in teachers)]
    with _put_back_on_failure(kept), assembled(model) as partial:
        conversion = convert.convert(run, faces, partial, quantization)
        found = against_former(model, partial, run, faces)
        if found is not None:
            check_no_worse(found, why_worse)
        check_parity(partial)
        print("Measuring it for its card; on FER2013 that takes some five minutes.", flush=True)
        measured = card.measure(partial, faces, seeds)
        accuracies = {name: split.accuracy for name, split in measured.evaluation.splits.items()}
        contract.check_accuracy(conversion.manifest, accuracies)
        card.write(partial, measured)
        published = [path for teacher in teachers if (path := opinions.publish(teacher))]
        line = changelog_line(run, conversion.manifest, found, why_worse)
        write_text(changelog, with_line(changelog.read_text("utf-8"), line))
    return Released(conversion, measured, found, published)


def check_origin(run: Run) -> None:
    """Refuse what learned from drawn faces, and what nobody could train again because its code was never committed."""
    made = run.config()
    if is_drawn(made["dataset"]):
        raise UserError(
            f"{run.name} learned from drawn faces: a demonstration is never released. Train with --data first."
        )
    if made["commit"].endswith("-dirty"):
        raise UserError(
            f"{run.name} was trained by code that differs from the commit {made['commit'].removesuffix('-dirty')}, so nobody could train it"
            " again. Expected a run of committed code: commit, then train anew."
        )


def check_clean(root: Path) -> None:
    """Refuse a tree with changes: a release is to be one commit of its own."""
    git = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=False)
    if git.returncode:
        raise UserError(
            f"{root}: git says {brief(Exception(git.stderr))}. Expected a git repository, in which the release is committed."
        )
    if changed := git.stdout.splitlines():
        raise UserError(
            f"{len(changed)} files differ from the last commit, {changed[0][3:]} among them. Expected none, so that the release can be a"
            " commit of its own: commit them or put them aside (git stash -u)."
        )


def against_former(model: Path, new: Path, run: Run, faces: FaceSet) -> compare.Comparison | None:
    """The model in `new` against the one that is released now, both by their shipped files; None where there is none."""
    if not (model / contract.MANIFEST).exists():
        return None
    compared = [
        compare.Entry("the released model", model, contract.read(model)),
        compare.Entry(run.name, new, contract.read(new), run),
    ]
    return compare.compare(compare.measure(compared, faces), faces)


def check_no_worse(found: compare.Comparison, why_worse: str | None) -> None:
    """Refuse a lower accuracy on PublicTest without a reason. PrivateTest is never asked: it would have chosen the model then."""
    before, now = (one.evaluation.splits["PublicTest"].accuracy for one in found.measured)
    if now < before and not why_worse:
        raise UserError(
            f"{found.measured[1].entry.name} is worse than the released model: PublicTest {100 * now:.2f} %, {100 * before:.2f} % before"
            f' ({compare.p_shown(found.against_first[0]["PublicTest"].p_value)}). If something else speaks for it: --force --why "...".'
        )


def check_parity(folder: Path) -> None:
    """Hold what TensorFlow.js makes of golden.json's inputs against what TensorFlow did.

    Raises:
        UserError: a logit is further off than golden.json allows.
    """
    golden = json.loads((folder / contract.GOLDEN).read_text("utf-8"))
    pixels = [np.frombuffer(base64.b64decode(one["pixels"]), np.uint8) for one in golden["inputs"]]
    expected = np.array([one["logits"] for one in golden["inputs"]])
    side = contract.read(folder).input
    got = tfjs_runtime.logits(tfjs_runtime.OURS, np.stack(pixels).reshape(-1, side.height, side.width), folder).logits
    apart = np.abs(got - expected).max(axis=1)
    worst = int(apart.argmax())
    if not apart[worst] <= golden["tolerance"]["logits"]:
        raise UserError(
            f"{golden['inputs'][worst]['name']}: logits in TensorFlow.js are {apart[worst]:.3f} off those in TensorFlow. Expected at most"
            f" {golden['tolerance']['logits']}; the files don't compute what was trained, so they are not released."
        )


def changelog_line(
    run: Run, manifest: contract.Manifest, found: compare.Comparison | None, why_worse: str | None
) -> str:
    """What the changelog says of the release, as one item of a list."""
    figures = []
    for split in TESTS:
        before = "" if found is None else f" ({100 * found.measured[0].evaluation.splits[split].accuracy:.1f} % before)"
        figures.append(f"{split} {100 * manifest.metrics[split].accuracy:.1f} %{before}")
    # A reason is kept where it was needed.
    is_worse = found is not None and found.against_first[0]["PublicTest"].accuracy.value < 0
    reason = f" Worse on purpose: {' '.join(why_worse.split())}" if is_worse and why_worse else ""
    return (
        f"- The released model is the run `{run.name}` of the preset `{manifest.training.preset}`: {', '.join(figures)},"
        f" {manifest.weight_bytes:,} bytes of weights.{reason}"
    )


def with_line(changelog: str, line: str) -> str:
    """The changelog with `line` at the top of what has changed since the last version.

    Raises:
        UserError: it has no part for what is not released yet.
    """
    begin = re.search(rf"^{re.escape(UNRELEASED)} *\n", changelog, re.MULTILINE)
    if begin is None:
        raise UserError(f"CHANGELOG.md: no line {UNRELEASED}. Expected one, below which the release is noted; add it.")
    rest = changelog[begin.end() :]
    ends = re.search(r"^## ", rest, re.MULTILINE)
    part = rest[: ends.start()] if ends else rest
    if heading := re.search(rf"^{re.escape(CHANGED)} *\n+", part, re.MULTILINE):
        at = begin.end() + heading.end()
        return f"{changelog[:at]}{line}\n{changelog[at:]}"
    return f"{changelog[: begin.end()]}\n{CHANGED}\n\n{line}\n{changelog[begin.end() :]}"


@contextmanager
def _put_back_on_failure(files: Sequence[Path]) -> Iterator[None]:
    """Give these files their former content, or none, when the block fails."""
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                write_file(path, lambda partial, content=content: partial.write_bytes(content))  # type: ignore[misc]
        raise
