"""pytrain as a wheel, installed where there is no checkout."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from pytrain import contract, wheel
from pytrain.drawn import drawn_faces
from pytrain.places import MODEL, ROOT
from pytrain.version import version
from pytrain_tests.test_data import write_npz


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel was installed into, on top of this environment's packages."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(built)], check=True)
    return folder


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def mood_mirror(installed: Path, work: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The installed command, run in the folder `work`."""
    name = "mood-mirror.exe" if os.name == "nt" else "mood-mirror"
    without_data = {name: value for name, value in os.environ.items() if name != "FER2013"}
    return subprocess.run(
        [str(installed / "bin" / name), *words],
        cwd=work,
        env=without_data | {"PYTHONPATH": str(installed), "PATH": ""},  # without Node.js and git
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_pytrain_the_tasks_a_model_and_a_page_and_nothing_else(built: Path) -> None:
    names = set(zipfile.ZipFile(built).namelist())
    info = f"mood_mirror-{version()}.dist-info/"
    files = [path for path in (ROOT / "pytrain").rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")]
    own = {path.relative_to(ROOT).as_posix() for path in files}
    released = {"manifest.json", "card.json", *(file.path for file in contract.read(MODEL).files)}
    expected = own | {f"pytrain/released/{name}" for name in released}
    page = {name for name in names if name.startswith("pytrain/page/")}

    others = names - page - {name for name in names if name.startswith(info)} - {"pytrain/command/tasks.py"}
    assert others == expected
    assert others | {"pytrain/command/tasks.py"} == wheel.contents(contract.read(MODEL)), "what release-check expects"
    assert {"pytrain/page/index.html", "pytrain/page/service-worker.js", "pytrain/page/detector/detector.bin"} <= page
    assert built.stat().st_size < 6_000_000


def test_its_metadata_is_the_projects(built: Path) -> None:
    metadata = zipfile.ZipFile(built).read(f"mood_mirror-{version()}.dist-info/METADATA").decode()

    assert f"Version: {version()}\n" in metadata
    assert "Provides-Extra: train\n" in metadata


def test_the_command_lists_its_tasks_and_calls_itself_by_its_name(installed: Path, tmp_path: Path) -> None:
    listed = mood_mirror(installed, tmp_path, "--list").stdout

    tasks = [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]
    assert tasks == ["build", "convert", "data", "evaluate", "serve", "train"]
    assert mood_mirror(installed, tmp_path, "--version").stdout.strip() == f"mood-mirror {version()}"
    assert "Example: mood-mirror train" in " ".join(mood_mirror(installed, tmp_path, "--help", "train").stdout.split())


def test_from_data_to_page_without_a_checkout_and_without_node(installed: Path, tmp_path: Path) -> None:
    faces = drawn_faces({"Training": 210, "PublicTest": 70, "PrivateTest": 70}, seed=1)
    write_npz(faces, tmp_path / "faces.npz")
    before = files_in(installed)

    train = ["train", "--preset", "perceptron", "--data", "faces.npz", "--set", "epochs=1", "--no-wandb"]
    done = mood_mirror(installed, tmp_path, *train, "convert", "build", "--out", "page")

    assert done.returncode == 0, done.stderr
    manifest = contract.read(tmp_path / "page" / "model")
    contract.check_files(manifest, tmp_path / "page" / "model")
    assert manifest.training.preset == "perceptron"
    assert manifest.training.commit == f"v{version()}"
    assert f"model/{manifest.files[0].path}" in (tmp_path / "page" / "service-worker.js").read_text()
    assert (tmp_path / "runs" / "perceptron" / "report.html").is_file()
    assert files_in(installed) == before


def test_the_page_with_the_released_model_needs_no_library_that_only_training_needs(
    installed: Path, tmp_path: Path
) -> None:
    training = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["train"]
    barred = {re.split(r"[=; ]", line)[0] for line in training} - {"numpy"}
    modules = {"scikit-learn": "sklearn", "pillow": "PIL", "tensorflow-cpu": "keras"}
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({[modules.get(name, name) for name in sorted(barred)]}));"
        "sys.argv = ['mood-mirror', 'build']; from pytrain.cli import main; main()"
    )
    built = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    assert (tmp_path / "dist" / "model" / "manifest.json").read_bytes() == (MODEL / "manifest.json").read_bytes()


def test_what_pip_installs_to_train_is_what_the_lock_is_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    group = {line.partition(" ;")[0] for line in project["dependency-groups"]["train"]}
    extra = {line.partition(" ;")[0] for line in project["project"]["optional-dependencies"]["train"]}

    assert group - extra == {"tensorflowjs==4.22.0", "tensorflow-cpu==2.21.0"}
    assert extra - group == {"tf-keras", "importlib_resources"}, "what tensorflowjs asks for, and no more"
