"""A whole training as a person asks for it: data, run folder, what is watched, the fit, the figures and the report."""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from pytrain import callbacks, config, corrections, data, elsewhere, lessons, mix, opinions, runs, samples, tracking
from pytrain.atomic import write_text
from pytrain.devices import ONE, Devices
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError
from pytrain.evaluate import FILE, Evaluation, as_table, evaluate
from pytrain.evaluate import read as read_evaluation
from pytrain.faces import FaceSet
from pytrain.report import write_report
from pytrain.train import train, training_faces

DEMONSTRATION = """\
*** No --data and no $FER2013: this uses the built-in DRAWN faces. ***
*** The model is a demonstration of the road and knows nothing about real faces. ***
*** Real ones: invoke data, then --data data/fer2013 ***"""


def load_faces(path: str | None, shares: Mapping[str, float] | None = None, margin: float = 0.0) -> FaceSet:
    """The data set at `path`, or the drawn faces, said loudly, where there is none; with the `shares` of others mixed in.

    Args:
        margin: see readers.read.
    """
    if path is None:
        print(DEMONSTRATION)
        faces = drawn_faces()
    else:
        faces = data.load(Path(path), margin)
    return mix.mixed(faces, shares or {}, lambda other: data.load(Path(other), margin))


def start(
    root: Path,
    preset_name: str,
    overrides: Sequence[str],
    path: str | None,
    name: str | None,
    *,
    shares: Mapping[str, float] | None = None,
    margin: float = 0.0,
    extra: Sequence[Path] = (),
    wandb: bool = True,
    devices: Devices = ONE,
    scaled: bool = True,
) -> runs.Run:
    """Train `preset_name`, with key=value `overrides`, on the data at `path` into a new run folder in `root`.

    Args:
        shares: of an epoch, by the path of each data set that is mixed in. See pytrain.mix.
        margin: see readers.read.
        extra: zips of corrections to learn beside it. Teachers never see them; the network learns them from what people said.
        scaled: whether batch and learning rate grow with the number of devices.
    """
    preset = config.preset(preset_name, overrides)
    preset = devices.scaled(preset) if scaled else preset
    shares = {str(Path(other).resolve()): share for other, share in (shares or {}).items()}
    faces = corrections.added(load_faces(path, shares, margin), extra)
    if preset.teachers:
        views = lessons.views_of(preset, training_faces(preset, faces))
        for teacher in lessons.teachers_of(root, preset):
            if not teacher.folder.exists() and opinions.are_committed(teacher.name, views, preset.lessons):
                print(
                    f"The teacher {teacher.name} need not be trained: what it says of these faces stands in pytrain/opinions/."
                )
            elif devices.are_many_machines:
                raise UserError(
                    f"The preset's teacher {teacher.name} has not been trained, and a run on several machines trains none."
                    f" First: invoke train --preset {teacher.name} --name {teacher.name}"
                )
            else:
                _make_teacher(
                    root, teacher.name, preset, path, shares=shares, margin=margin, wandb=wandb, devices=devices
                )
    if not devices.is_chief:
        return _learn_along(runs.Run(root / (name or preset_name)), preset, faces, devices)
    run = runs.create(
        root,
        name or runs.free_name(root, preset_name),
        preset_name,
        preset,
        faces,
        None if path is None else str(Path(path).resolve()),
        mix=shares,
        margin=margin,
        extra=corrections.digests(extra),
    )
    return _train_and_measure(run, faces, wandb, devices)


def resume(root: Path, name: str, path: str | None = None, *, wandb: bool = True, devices: Devices = ONE) -> runs.Run:
    """Go on with the run `name` behind its last whole epoch; `path` only where its data has moved.

    On as many devices as one likes: batch and learning rate are those that the run was begun with.
    """
    run = runs.open_run(root, name)
    faces = faces_of(run, path)
    if not devices.is_chief:
        return _learn_along(run, run.preset(), faces, devices)
    return _train_and_measure(run, faces, wandb, devices)


def faces_of(run: runs.Run, path: str | None = None) -> FaceSet:
    """The data set that `run` was trained on, with its corrections; `path` where the data has moved.

    Raises:
        UserError: the faces there are others, or a zip of corrections is gone or another one.
    """
    made_with = run.config()
    where = path if path is not None and made_with["data"] is not None else made_with["data"]
    faces = load_faces(where, made_with.get("mix", {}), made_with.get("margin", 0.0))
    faces = corrections.added_again(faces, made_with.get("extra", {}))
    if faces.sha256 != made_with["dataset_sha256"]:
        raise UserError(
            f"{run.name} was trained on {made_with['dataset']} {made_with['dataset_sha256'][:12]}…;"
            f" {path or made_with['data']} holds {faces.name} {faces.sha256[:12]}…. Give the same data with --data."
        )
    return faces


def measure(run: runs.Run, faces: FaceSet) -> Evaluation:
    """Evaluate the best weights of `run`; writes evaluation.json and report.html into its folder.

    What was mixed in is measured on its own test split besides; see pytrain.elsewhere for where that is written.
    """
    predict = callbacks.model_logits(run.load_best())
    evaluation = evaluate(predict, faces)
    write_text(run.folder / FILE, evaluation.to_json())
    history = run.read_history()
    latency = {name: float(history[name].iloc[-1]) for name in map(str, history) if name.startswith("latency_")}
    write_report(
        run.folder,
        history=history,
        evaluation=evaluation,
        samples=samples.predicted_samples(
            samples.balanced_sample(faces.splits["PublicTest"]), predict, evaluation.temperature
        ),
        config=run.config(),
        latency=latency,
    )
    for other in faces.mixed_in:
        found = elsewhere.measure(
            predict, other, evaluation.temperature, learned_name=faces.name, learned=faces.training
        )
        print(f"{elsewhere.as_table(found)}\nWritten to {elsewhere.write(run.folder, found)}\n")
    return evaluation


def measure_elsewhere(run: runs.Run, faces: FaceSet) -> elsewhere.Elsewhere:
    """Evaluate the best weights of `run` on a data set that is not its own; see pytrain.elsewhere.write."""
    predict = callbacks.model_logits(run.load_best())
    temperature = read_evaluation(run.folder).temperature
    learned = None
    try:
        learned = faces_of(run).training
    except UserError as error:
        print(f"What {run.name} learned from is not at hand, so faces that equal some of it are counted too: {error}")
    return elsewhere.measure(predict, faces, temperature, learned_name=run.config()["dataset"], learned=learned)


def _make_teacher(
    root: Path,
    name: str,
    student: config.Preset,
    path: str | None,
    *,
    shares: Mapping[str, float],
    margin: float,
    wandb: bool,
    devices: Devices,
) -> None:
    """Train the preset `name` into the run of that name, or go on with it, unless it has finished.

    In the student's precision: that depends on the machine, not on the recipe. With its own batch, however many devices share it.
    """
    teacher = runs.Run(root / name)
    recipe = dataclasses.replace(config.preset(name), precision=student.precision)
    if not teacher.folder.exists():
        print(f"Training the teacher {name} first.")
        own = [f"precision={student.precision}"]
        start(root, name, own, path, name, shares=shares, margin=margin, wandb=wandb, devices=devices, scaled=False)
    elif dataclasses.replace(teacher.preset(), precision=student.precision) != recipe:
        raise UserError(
            f"{teacher.folder} was made with other settings than the preset {name}, so it cannot stand in for it."
            " Move it out of the way; the teacher is then trained anew."
        )
    elif not teacher.is_finished:
        print(f"Going on with the teacher {name} first.")
        resume(root, name, path, wandb=wandb, devices=devices)


def _learn_along(run: runs.Run, preset: config.Preset, faces: FaceSet, devices: Devices) -> runs.Run:
    """What a worker does that is not the chief: it shares the batches, and leaves the run's folder alone."""
    train(preset, faces, run, devices=devices)
    return run


def _train_and_measure(run: runs.Run, faces: FaceSet, wandb: bool, devices: Devices) -> runs.Run:
    public = faces.splits["PublicTest"]
    tracked = tracking.start_wandb(run.folder, run.config(), run.name, enabled=wandb)
    evaluation = None
    try:
        sampled = callbacks.SamplePredictions(public)
        train(
            run.preset(),
            faces,
            run,
            [callbacks.Latency(public.images), sampled, callbacks.WandbLogger(tracked, sampled, public)],
            devices,
        )
        evaluation = measure(run, faces)
        print(as_table(evaluation))
    finally:
        print(tracking.whereabouts(tracked))
        tracking.finish_wandb(tracked, evaluation)
    return run
