"""What there is to do with Mood Mirror, one task each: `invoke --list`, `invoke --help TASK`."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from pytrain.config import DEFAULT_PRESET, PRESETS
from pytrain.errors import UserError, told_plainly
from pytrain.places import DIST, IS_CHECKOUT, MODEL, ROOT, RUNS, SITE

HELP_PRESET = f"one of {', '.join(PRESETS)}; {DEFAULT_PRESET} by default"
HELP_DATA = (
    "fer2013.csv, icml_face_data.csv, image folders or .npz, or another data set (README);"
    " $FER2013 if not given, else the drawn faces"
)
HELP_MARGIN = "share to cut off each side of the pictures in folders named by expression, 0 (default) up to 0.5"

# What the tasks before this one made, when several are given at once: `invoke train convert build` hands its run and model on.
_made: dict[str, Path] = {}


def for_people(body: Callable[..., None]) -> Callable[..., None]:
    """A task body whose UserErrors end it with their sentence instead of a traceback."""

    @wraps(body)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            with told_plainly():
                body(*arguments, **options)
        except UserError as error:
            raise Exit(f"\n{error}", code=1) from None
        except KeyboardInterrupt:
            raise Exit("\nStopped.", code=130) from None

    return run


@task(help={"out": "folder for the image-folder edition (default data/fer2013)"})
@for_people
def data(c: Context, out: str = "data/fer2013") -> None:
    """Download FER2013 and count its splits. Example: invoke data"""
    from pytrain.download import download

    path = download(Path(out))
    print(f"Next: invoke train --data {path}")


@task(
    iterable=["set_", "extra", "mix"],
    help={
        "preset": HELP_PRESET,
        "data": HELP_DATA,
        "mix": "PATH=SHARE, another data set that is to be this share of each epoch; may be given several times",
        "margin": HELP_MARGIN,
        "extra": "corrections.zip that the page saved, to be learned beside the data; may be given several times",
        "set": "key=value, changes one setting of the preset; may be given several times",
        "name": "name of the run folder in runs/ (default: the preset's)",
        "resume": "name of a run to go on with",
        "strategy": "one device (default), mirrored: all of this machine, or multiworker: the machines that TF_CONFIG names",
        "wandb": "--no-wandb keeps Weights & Biases out altogether; without an account it is offline anyway",
    },
)
@for_people
def train(
    c: Context,
    preset: str = DEFAULT_PRESET,
    data: str | None = None,
    mix: list[str] | None = None,
    margin: float = 0.0,
    extra: list[str] | None = None,
    set_: list[str] | None = None,
    name: str | None = None,
    resume: str | None = None,
    strategy: str = "one",
    wandb: bool = True,
) -> None:
    """Train a preset into runs/. Example: invoke train --preset cnn --data data/fer2013 --set epochs=3"""
    from pytrain import experiment
    from pytrain.devices import open_devices
    from pytrain.mix import parse

    devices = open_devices(strategy)
    if resume:
        if name or set_ or extra or mix or margin:
            raise UserError(
                "--resume goes on with a run as it was begun; leave out --name, --set, --extra, --mix and --margin."
            )
        run = experiment.resume(RUNS, resume, data, wandb=wandb, devices=devices)
    else:
        zips = [Path(path) for path in extra or []]
        run = experiment.start(
            RUNS,
            preset,
            set_ or [],
            _data_path(data),
            name,
            shares=parse(mix or []),
            margin=_margin(margin),
            extra=zips,
            wandb=wandb,
            devices=devices,
        )
    if not devices.is_chief:
        print("This worker is done; the run is with the chief.")
        return
    _made["run"] = run.folder
    print(f"Run {run.name}: {_shown(run.folder / 'report.html')}\nNext: invoke convert --run {run.name}")


@task(
    help={
        "run": "name of a run in runs/ (default: the newest)",
        "page": "make the page with the newest network too, anew after each epoch",
        "port": "port on this machine (default 8001); the page has the next one",
        "data": "with --page: where the run's data is now, if it has moved",
    }
)
@for_people
def watch(c: Context, run: str | None = None, page: bool = False, port: int = 8001, data: str | None = None) -> None:
    """Serve a run's report while it trains, and the page with its newest network. Example: invoke watch --page"""
    from pytrain import watch as watching

    watching.quietly()
    watching.watch(_run(run), port, with_page=page, data=data)


@task(
    iterable=["set_"],
    help={
        "data": HELP_DATA,
        "trials": "how many are to have ended, those of earlier calls counted (default 20)",
        "name": "of the study in runs/_sweeps/, and of its runs (default sweep); the same name goes on",
        "config": "what is searched (default sweep.yaml)",
        "set": "key=value, fixes one setting instead of searching it; may be given several times",
    },
)
@for_people
def sweep(
    c: Context,
    data: str | None = None,
    trials: int = 20,
    name: str = "sweep",
    config: str = str(ROOT / "sweep.yaml"),
    set_: list[str] | None = None,
) -> None:
    """Search for better settings on this machine; Ctrl-C, and the same command goes on. Example: invoke sweep --trials 30"""
    from pytrain import experiment, search_space, sweep_report
    from pytrain import sweep as sweeps

    if trials < 1:
        raise UserError(f"--trials {trials}: expected at least 1.")
    space = search_space.read(Path(config)).with_fixed(set_ or [])
    faces = experiment.load_faces(_data_path(data))
    study = sweeps.open_sweep(RUNS, name, space, faces, _data_path(data))
    try:
        sweeps.search(study, faces, trials, after_each=lambda: sweep_report.write(study))
    except KeyboardInterrupt:
        raise Exit("\nStopped; the study is kept. The same command goes on with it.", code=130) from None
    print(f"\n{sweeps.as_table(study)}\n\nWritten to {_shown(sweep_report.write(study))}")
    if best := study.best_run:
        print(f"Next: invoke evaluate --run {best.name}, invoke compare model {best.name}")


@task(
    iterable=["seeds"],
    help={
        "run": "name of a run in runs/ (default: the one just trained, else the newest)",
        "model": "folder of a converted model to evaluate instead, as it is shipped; writes its model card",
        "data": HELP_DATA + "; another data set than the run's or the model's is measured apart, into elsewhere/",
        "margin": HELP_MARGIN,
        "seeds": "with --model: a run of the same recipe, for the card's mean and deviation; once for each",
        "check": "with --model: write nothing, fail unless its manifest and card state what is measured",
    },
)
@for_people
def evaluate(
    c: Context,
    run: str | None = None,
    model: str | None = None,
    data: str | None = None,
    margin: float = 0.0,
    seeds: list[str] | None = None,
    check: bool = False,
) -> None:
    """Measure a run, or a converted model with its peers. Example: invoke evaluate --model model --data data/fer2013"""
    from pytrain import card, contract, elsewhere, experiment, runs
    from pytrain.evaluate import as_table

    if model is None:
        if check or seeds:
            raise UserError(f"--{'check' if check else 'seeds'} is about a converted model; say which: --model model")
        chosen = _run(run)
        if other := elsewhere.load(chosen.config()["dataset"], data, _margin(margin)):
            found = experiment.measure_elsewhere(chosen, other)
            print(f"{elsewhere.as_table(found)}\n\nWritten to {_shown(elsewhere.write(chosen.folder, found))} alone.")
            return
        print(as_table(experiment.measure(chosen, experiment.faces_of(chosen, data or _own_data(chosen)))))
        print(f"\nWritten to {_shown(chosen.folder / 'report.html')} and evaluation.json beside it.")
        return
    folder = Path(model)
    manifest = contract.read(folder)
    contract.check_files(manifest, folder)
    if not (_data_path(data) or manifest.is_demonstration):
        raise UserError(
            f"{folder} learned from {manifest.training.dataset}; say where that is, or another, with --data."
        )
    if other := elsewhere.load(manifest.training.dataset, _data_path(data), _margin(margin)):
        if check or seeds:
            raise UserError(
                f"--{'check' if check else 'seeds'} is about the card, measured on {manifest.training.dataset}."
                f" {other.name} is another data set; give the model's own with --data."
            )
        found = elsewhere.measure_model(folder, manifest, other)
        print(f"{elsewhere.as_table(found)}\n\nWritten to {_shown(elsewhere.write(folder, found))} alone.")
        return
    same_recipe = [runs.open_run(RUNS, name) for name in seeds or []]
    measured = card.measure(folder, experiment.load_faces(_data_path(data)), same_recipe)
    print(as_table(measured.evaluation))
    print(card.as_table(measured))
    if check:
        contract.check_accuracy(manifest, {name: split.accuracy for name, split in measured.evaluation.splits.items()})
        card.check(folder, measured)
        print(f"\n{folder} reaches what its manifest and its card state.")
    else:
        print(f"\nWritten to {_shown(card.write(folder, measured))}")


@task(
    help={
        "run": "name of a run in runs/ (default: the one just trained, else the newest)",
        "quantize": "uint8 (default), uint16, float16 or none",
        "data": "where the run's data is now, if it has moved",
        "out": "folder to write (default: runs/<run>/model)",
    }
)
@for_people
def convert(
    c: Context,
    run: str | None = None,
    quantize: str = "uint8",
    data: str | None = None,
    out: str | None = None,
) -> None:
    """Turn a run into quantized TensorFlow.js files. Example: invoke convert --run compact --quantize uint16"""
    from pytrain import experiment
    from pytrain.convert import as_table
    from pytrain.convert import convert as to_tfjs

    chosen = _run(run)
    folder = Path(out) if out else chosen.folder / "model"
    if folder.resolve() == MODEL:
        raise UserError("model/ holds the released model; `invoke release RUN` replaces it.")
    conversion = to_tfjs(chosen, experiment.faces_of(chosen, data), folder, quantize)
    _made["model"] = folder
    print(as_table(conversion))
    print(f"Model: {_shown(folder)}\nNext: invoke build --model {_shown(folder)}")


@task(
    positional=["run"],
    iterable=["seeds"],
    help={
        "run": "name of a run in runs/",
        "quantize": "uint8 (default), uint16, float16 or none",
        "data": "where the run's data is now, if it has moved",
        "seeds": "a run of the same recipe, for the card's mean and deviation; once for each",
        "force": "release it though it is worse on PublicTest than the model before; needs --why",
        "why": "with --force: what speaks for it; goes into CHANGELOG.md",
    },
)
@for_people
def release(
    c: Context,
    run: str,
    quantize: str = "uint8",
    data: str | None = None,
    seeds: list[str] | None = None,
    force: bool = False,
    why: str | None = None,
) -> None:
    """Put a run into model/, the one that is committed, with its card and a line in CHANGELOG.md. Example: invoke release student"""
    from pytrain import card, compare, experiment, runs
    from pytrain import release as releasing
    from pytrain.convert import as_table

    if force != bool(why):
        raise UserError('--force and --why belong together: --force --why "what speaks for a worse model".')
    chosen = runs.open_run(RUNS, run)
    releasing.check_origin(chosen)
    same_recipe = [runs.open_run(RUNS, name) for name in seeds or []]
    faces = experiment.faces_of(chosen, _data_path(data))
    done = releasing.release(ROOT, chosen, faces, quantization=quantize, seeds=same_recipe, why_worse=why)
    print(as_table(done.conversion))
    print(card.as_table(done.card))
    if done.against_former is not None:
        print(f"\n{compare.as_table(done.against_former)}")
    for kept in done.opinions:
        print(f"What a teacher said: {_shown(kept)}")
    print(
        "\nReleased into model/, and noted in CHANGELOG.md. Next: the README's figures (invoke test --only python), then commit."
    )


@task(name="runs")
@for_people
def list_runs(c: Context) -> None:
    """List all runs with their figures, the best on PublicTest first. Example: invoke runs"""
    from pytrain import run_list

    found = run_list.rows(RUNS)
    if not found:
        raise UserError(f"No run in {_shown(RUNS)}/. `invoke train` makes one.")
    print(f"{run_list.as_table(found)}\nNext: invoke compare model {found[0].name}")


@task(
    positional=["first", "second"],
    iterable=["also"],
    help={
        "first": "what the others are held against: a run, or the folder of a converted model such as model",
        "second": "a run or a model folder",
        "also": "a further one; may be given several times",
        "data": "where the data is (default: where the first run had it)",
        "quantize": "what runs are converted to for it: uint8 (default), uint16, float16 or none",
        "out": "folder for the page and the table of changed faces (default: one in runs/_compared/)",
    },
)
@for_people
def compare(
    c: Context,
    first: str,
    second: str,
    also: list[str] | None = None,
    data: str | None = None,
    quantize: str = "uint8",
    out: str | None = None,
) -> None:
    """Hold runs and models against the first: figures, chance, size, speed, changed faces. Example: invoke compare model student"""
    from pytrain import compare as comparing
    from pytrain import comparison_report

    names = [first, second, *(also or [])]
    with comparing.entries(RUNS, names, _data_path(data), quantize) as (entries, faces):
        comparison = comparing.compare(comparing.measure(entries, faces), faces)
    folder = Path(out) if out else comparison_report.folder_for(RUNS, names)
    page = comparison_report.write(folder, comparison, quantize)
    print(f"\n{comparing.as_table(comparison)}\n\nWritten to {_shown(page)} and {comparison_report.CHANGES} beside it.")


@task(
    help={
        "base": "path the page will live under; the default ./ works anywhere",
        "model": "folder of a converted model (default: the one just converted, else model/)",
        "out": "folder to write (default dist)",
        "docs": "--no-docs leaves the documentation out, and the footer's link to it leads nowhere",
    }
)
@for_people
def build(c: Context, base: str = "./", model: str | None = None, out: str | None = None, docs: bool = True) -> None:
    """Assemble the page, a model and the documentation into dist/. Example: invoke build --base /mood-mirror/"""
    from pytrain import contract, weight
    from pytrain.build import build as assemble

    folder = Path(model) if model else _made.get("model", MODEL)
    # An installed pytrain brings the page alone: the documentation is that of the checkout.
    made = assemble(Path(out) if out else DIST, folder, base, with_docs=docs and IS_CHECKOUT)
    manifest = contract.read(folder)
    print(f"{_shown(made)}: the page with model {manifest.name} ({manifest.training.dataset})")
    if IS_CHECKOUT:  # else nothing is packed, and the sizes would be of something else
        print(weight.summary(made))
    if manifest.is_demonstration:
        print("*** This page carries a DEMONSTRATION model that learned from drawn faces; it says so in a banner. ***")
    print("Next: invoke serve")


@task(
    help={
        "base": "path the page will live under; the default ./ works anywhere",
        "model": "folder of a converted model (default: the one just converted, else model/)",
        "remote": "git remote to push to (default origin)",
        "branch": "branch that GitHub Pages serves (default gh-pages)",
        "dirty": "build from files that differ from the last commit, too",
        "over_foreign": "go on top of a branch that holds something else than deploys; its history stays",
        "dry_run": "say what would change, and push nothing",
    }
)
@for_people
def deploy(
    c: Context,
    base: str = "./",
    model: str | None = None,
    remote: str = "origin",
    branch: str = "gh-pages",
    dirty: bool = False,
    over_foreign: bool = False,
    dry_run: bool = False,
) -> None:
    """Build the page and push it to a branch that GitHub Pages serves. Example: invoke deploy --dry-run"""
    from pytrain.deploy import Repository

    repository = Repository(ROOT)
    source = repository.source(allow_dirty=dirty)
    build(c, base=base, model=model)
    done = repository.deploy(DIST, source, remote, branch, over_foreign=over_foreign, dry_run=dry_run)
    print("\n".join([*done.changes[:20], *(["…"] if len(done.changes) > 20 else [])]))
    where = f"{branch} on {remote}"
    if not done.changes:
        print(f"{where} holds this very page already ({done.commit[:12]}).")
    elif dry_run:
        print(f"{where} would change in {len(done.changes)} files; nothing was pushed.")
    else:
        print(f"{where}: {len(done.changes)} files changed, commit {done.commit[:12]}.")
        if done.address:
            print(f"In a minute at {done.address}, once Settings > Pages serves the branch {branch}.")


@task(
    help={
        "port": "port on this machine (default 8000)",
        "https": "serve phones on the same network, with a certificate made for this run",
        "tunnel": "open a public https address too, for a phone, through an ssh reverse tunnel",
        "tunnel_host": "serveo.net, localhost.run, a.pinggy.io, cloudflared, or [user@]host[:port] (default: who answers first)",
        "tunnel_port": "port to listen on at that host (default 80, which providers take for http)",
        "tunnel_url": "with a host of your own that prints no address: the https address it answers at",
    }
)
@for_people
def serve(
    c: Context,
    port: int = 8000,
    https: bool = False,
    tunnel: bool = False,
    tunnel_host: str | None = None,
    tunnel_port: int = 80,
    tunnel_url: str | None = None,
) -> None:
    """Serve dist/ on this machine, with --https to this network, with --tunnel to the world. Example: invoke serve --port 8080 --tunnel"""
    from pytrain import serve as serving
    from pytrain import tunnel as tunnels

    if not tunnel and not tunnel_host:
        (serving.serve_https if https else serving.serve)(DIST, port)
        return
    if https:
        raise UserError("--https serves this network, --tunnel the world: give one of them.")
    with serving.Server(DIST, port) as server:
        print(f"Mood Mirror is at {server.url}", flush=True)
        tunnels.share(server.port, tunnel_host, tunnel_url, remote_port=tunnel_port)


@task(
    help={
        "train": "measure training instead: images/s, waiting for input, memory; writes train.json and train.md",
        "presets": "with --train: presets without teachers, with commas between them (default cnn,compact)",
        "images": "with --train: size of the large set of random images, 2.3 kB each on disk (default 360000)",
        "peers": "measure the npm peers too, in the same run; installs their packages the first time",
        "rounds": "cold, slow and warm starts for each, with single calls in between (default 3)",
        "frames": "calls between the two counts of tensors, heap and object URLs (default 500)",
        "backend": "of ours: wasm (default), webgl or webgpu; peers always run in WASM",
        "dist": "the built page whose module is measured (default dist)",
        "out": "folder for latest.json, latest.md and the charts (default bench)",
    }
)
@for_people
def bench(
    c: Context,
    train: bool = False,
    presets: str = "cnn,compact",
    images: int = 360_000,
    peers: bool = False,
    rounds: int = 3,
    frames: int = 500,
    backend: str = "wasm",
    dist: str = str(DIST),
    out: str = str(ROOT / "bench"),
) -> None:
    """Measure the built module's speed, weight and steadiness, or training. Example: invoke bench --peers --rounds 5"""
    if rounds < 1 or frames < 1:
        raise UserError(f"--rounds {rounds} --frames {frames}: expected at least 1 of each.")
    if train:
        from pytrain import speed

        table = speed.bench(Path(out), presets.split(","), images, rounds)
        print(f"\n{table}\nWritten to {_shown(Path(out) / 'train.md')} and train.json beside it.")
        return
    from site_tests.bench.rounds import Plan
    from site_tests.bench.run import as_text
    from site_tests.bench.run import bench as measure

    plan = Plan(rounds=rounds, leak_calls=frames)
    results = measure(Path(dist), Path(out), plan, backend=backend, with_peers=peers)
    print(
        f"\n{as_text(results)}\n\nWritten to {_shown(Path(out) / 'latest.md')}, latest.json and the charts beside it."
    )


@task(
    help={
        "model": "folder of a converted model (default: the one just converted, else model/)",
        "out": "folder to write (default packages)",
    }
)
@for_people
def package(c: Context, model: str | None = None, out: str = str(ROOT / "packages")) -> None:
    """Pack engine and model for npm, pytrain as a wheel. Example: invoke package --out packages"""
    from pytrain import npm, wheel

    into = Path(out)
    folder = npm.assemble(into / "npm", Path(model) if model else _made.get("model", MODEL))
    print(f"{_shown(npm.pack(folder, into))}: for npm publish, or npm install FILE")
    print(f"{_shown(wheel.build(into))}: for pip install, with the released model and a page")


@task(help={"packages": "--no-packages leaves out building the npm package and the wheel, which takes a minute"})
@for_people
def release_check(c: Context, packages: bool = True) -> None:
    """Say whether this commit can be released, and what to do where not. Example: invoke release-check"""
    from pytrain import release_check as checking

    checks = checking.check(ROOT, packages=packages)
    print("\n".join(str(one) for one in checks))
    if failed := [one.name for one in checks if one.trouble]:
        raise UserError(f"Not to be released yet: {', '.join(failed)}.")
    print("Next: git tag the version, npm publish and twine upload what `invoke package` writes, invoke deploy")


@task(help={"only": "python, site or browser: one of the three parts"})
@for_people
def test(c: Context, only: str | None = None) -> None:
    """Run the tests: Python, the site's, and the page in Chromium. Example: invoke test --only browser"""
    from pytrain import toolchain

    def site() -> None:
        toolchain.npm_ci(SITE)
        found = toolchain.node()
        _run_command([str(found.npm), "test", "--silent"], cwd=SITE, env=found.environment)

    def pytest(folder: str, *options: str) -> None:
        _run_command([sys.executable, "-m", "pytest", folder, *options])

    def browser() -> None:
        # What waits for a page leaves a core idle, so several wait at once; what measures time has the machine for itself.
        pytest("site_tests", "-m", "not long and not alone", "--numprocesses", "auto", "--maxprocesses", "4")
        pytest("site_tests", "-m", "alone and not long")

    parts: dict[str, Callable[[], None]] = {
        # Two at most: each holds TensorFlow, and what it trained, in gigabytes of its own.
        "python": lambda: pytest("pytrain_tests", "--numprocesses", "auto", "--maxprocesses", "2"),
        "site": site,
        "browser": browser,
    }
    if only is not None and only not in parts:
        raise UserError(f"--only {only!r}: expected one of {', '.join(parts)}.")
    failed = []
    for name in [only] if only else parts:
        print(f"\n== {name}", flush=True)
        try:
            parts[name]()
        except subprocess.CalledProcessError:
            failed.append(name)
    if failed:
        raise UserError(f"Failed: {', '.join(failed)}. To repeat one: invoke test --only {failed[0]}")


@task
@for_people
def lint(c: Context) -> None:
    """Check style and types, of Python and of the site. Example: invoke lint"""
    from pytrain import toolchain

    toolchain.npm_ci(SITE)
    found = toolchain.node()
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        _run_command([sys.executable, "-m", *command])
    _run_command([str(found.npm), "run", "--silent", "lint"], cwd=SITE, env=found.environment)


@task
@for_people
def audit(c: Context) -> None:
    """Look up known vulnerabilities of all locked packages; needs the network. Example: invoke audit"""
    from pytrain import audit as audits
    from pytrain import toolchain

    toolchain.npm_ci(SITE)
    found = {lock: audits.python(ROOT / lock) for lock in ("requirements.lock", "requirements-node.lock")}
    found["site/package-lock.json"] = audits.npm(SITE)
    print(audits.report(found))


def _data_path(given: str | None) -> str | None:
    return given or os.environ.get("FER2013") or None


def _own_data(run: Any) -> str | None:
    """$FER2013 where that is what the run learned from; else it knows where its data is."""
    from pytrain.faces import base_name

    return _data_path(None) if base_name(run.config()["dataset"]) == "fer2013" else None


def _margin(given: float) -> float:
    if not 0 <= given < 0.5:
        raise UserError(f"--margin {given}: expected a share from 0 up to 0.5, of a picture's side.")
    return given


def _run(name: str | None) -> Any:
    from pytrain import runs

    return runs.open_run(RUNS, name) if name or "run" not in _made else runs.Run(_made["run"])


def _run_command(command: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=cwd, env=env, check=True)


def _shown(path: Path) -> Path:
    """A path as one would type it from here."""
    resolved = path.resolve()
    return resolved.relative_to(Path.cwd()) if resolved.is_relative_to(Path.cwd()) else resolved
