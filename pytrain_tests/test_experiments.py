from pathlib import Path

import pytest

from pytrain import config, experiments, runs
from pytrain.convert import convert
from pytrain.faces import FaceSet


def test_a_row_is_read_from_the_run_folder(trained: runs.Run, capsys: pytest.CaptureFixture[str]) -> None:
    experiments.main([str(trained.folder)])
    head, rule, row = capsys.readouterr().out.splitlines()

    cells = dict(zip(head.strip("| ").split(" | "), row.strip("|").split(" | "), strict=True))
    assert rule == "|" + " --- |" * len(cells)
    assert cells["command"] == "`invoke train --preset cnn --set 'epochs=2' --set 'batch_size=32'`"
    assert cells["epochs"] == "2"
    assert cells["parameters"] == f"{trained.load_best().count_params():,}"
    best = 100 * trained.read_history()["val_accuracy"].max()
    assert cells["PublicTest"] == f"{best:.1f} %"
    assert cells["kB uint8"] == ""


def test_a_converted_run_has_its_bytes_and_its_time_beside_a_peers(
    trained: runs.Run, faces: FaceSet, tmp_path: Path
) -> None:
    convert(trained, faces, tmp_path / "model", "uint8")

    assert float(experiments._time_ratio(tmp_path / "model")) > 0
    assert float(experiments._kilobytes(tmp_path / "model")) == pytest.approx(
        trained.load_best().count_params() / 1000, rel=0.01
    )


def test_a_preset_that_is_gone_is_said_to_be(trained: runs.Run) -> None:
    assert experiments._overrides("gone", config.preset("cnn")) == " (a preset that is no more)"
