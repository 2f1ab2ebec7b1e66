"""No file that is read can run code: nothing here unpickles, and Keras never takes a network's own functions from its file."""

import ast
from pathlib import Path

import keras
import pytest

from pytrain import runs
from pytrain.errors import UserError

ROOT = Path(__file__).parent.parent
FOLDERS = ("pytrain", "pytrain_tests", "site_tests")
SOURCES = [ROOT / "tasks.py", *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))]

PICKLES = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "torch"}
CALLS = {"read_pickle", "to_pickle", "enable_unsafe_deserialization", "unsafe_load", "full_load", "eval", "exec"}


def dangers(source: str) -> list[str]:
    """What in a Python source could run code out of a file, with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{node.lineno}: import {name}" for name in names if name.partition(".")[0] in PICKLES]
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        name = called.rpartition(".")[2]
        if name in CALLS and called not in ("page.eval", "self.eval"):
            found.append(f"{node.lineno}: {called}")
        if called in ("np.load", "numpy.load") and options.get("allow_pickle") != "False":
            found.append(f"{node.lineno}: {called} without allow_pickle=False")
        if name == "read_array" and options.get("allow_pickle") != "False":
            found.append(f"{node.lineno}: {called} without allow_pickle=False")
        if options.get("safe_mode", "True") != "True":
            found.append(f"{node.lineno}: {called} with safe_mode={options['safe_mode']}")
    return found


def test_nothing_here_runs_what_a_file_says() -> None:
    """Seen to fail with allow_pickle left out of pytrain/lessons.py, and with safe_mode=False in pytrain/runs.py."""
    assert len(SOURCES) > 80
    assert {file.name: found for file in SOURCES if (found := dangers(file.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "import torch.serialization",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "numpy.load(path, allow_pickle=wanted)",
        "np.lib.format.read_array(file)",
        "pd.read_pickle(path)",
        "keras.models.load_model(path, safe_mode=False)",
        "keras.config.enable_unsafe_deserialization()",
        "eval(text)",
    ],
)
def test_each_way_to_run_what_a_file_says_is_noticed(line: str) -> None:
    """Seen to fail, each, without its line above."""
    assert dangers(line)


def test_a_network_that_brings_code_of_its_own_is_not_loaded(tmp_path: Path) -> None:
    """Seen to fail with safe_mode=False: the function ran."""
    run = runs.Run(tmp_path)
    inputs = keras.Input((1,))
    keras.Model(inputs, keras.layers.Lambda(lambda x: 2 * x)(inputs)).save(run.best)

    with pytest.raises(UserError, match=r"best.keras: not a network that `invoke train` wrote .*Expected one"):
        run.load_best()


def test_a_network_that_was_cut_off_is_told(trained: runs.Run, tmp_path: Path) -> None:
    """Seen to fail without ValueError among what is caught."""
    run = runs.Run(tmp_path)
    whole = trained.best.read_bytes()
    for content in (whole[: len(whole) // 2], whole.replace(b"config.json", b"config.jsoX"), b""):
        run.best.write_bytes(content)
        with pytest.raises(UserError, match=r"best.keras: not a network"):
            run.load_best()
