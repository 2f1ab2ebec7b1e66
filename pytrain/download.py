"""FER2013 from Kaggle, by kagglehub, which needs no account for a public data set.

The edition is msambare/fer2013: `train/angry/Training_123.jpg`, `test/happy/PublicTest_123.jpg`, `test/sad/PrivateTest_123.jpg`.
Its test folders mix the two official test splits; the file names keep them apart. It holds JPEGs, so pixels differ by a few
grey levels from the csv's.
"""

import logging
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pytrain.data import load
from pytrain.errors import UserError

DATASET = "msambare/fer2013"

DEFAULT_DESTINATION = Path("data/fer2013")

OFFICIAL_COUNTS: Mapping[str, int] = {"Training": 28709, "PublicTest": 3589, "PrivateTest": 3589}
"""FER2013's faces in each official split (Goodfellow et al., 2013, arXiv 1307.0414)."""

_OTHER_WAYS = """What else works:
  --data fer2013.csv         from kaggle.com/c/challenges-in-representation-learning-facial-expression-recognition-challenge
  --data icml_face_data.csv  from the same page
  --data FOLDER              with train/ and test/ image folders, from kaggle.com/datasets/msambare/fer2013
  --data fer2013.npz         arrays images, emotion and usage
  no --data at all           the drawn faces, for a demonstration"""


def download(destination: Path = DEFAULT_DESTINATION, expected_counts: Mapping[str, int] = OFFICIAL_COUNTS) -> Path:
    """Fetch FER2013 into `destination` with a progress bar, read every face once and print the count of each split.

    What already stands there is checked, not fetched again. A download that fails or does not hold `expected_counts` (split ->
    faces) leaves nothing behind.

    Returns:
        `destination`, which `pytrain.data.load` reads.

    Raises:
        UserError: no network, a refused or damaged download, other counts than expected, or something else at `destination`.
    """
    if destination.is_dir() and any(destination.iterdir()):
        counts = _check(destination, expected_counts, "Move or delete that folder, then run `invoke data` again.")
        print(f"FER2013 is already in {destination}: {_words(counts)}.")
        return destination
    if destination.is_file():
        raise UserError(f"{destination} is a file. Expected a folder to be made there; name another place.")
    destination.parent.mkdir(parents=True, exist_ok=True)
    # Beside the destination, so that the last step is one rename on the same disk.
    with tempfile.TemporaryDirectory(prefix=".fer2013-", dir=destination.parent) as temporary:
        arrived = Path(temporary) / "fer2013"
        _fetch(arrived)
        counts = _check(arrived, expected_counts, f"Nothing of it was kept. Try again.\n{_OTHER_WAYS}")
        if destination.is_dir():
            destination.rmdir()  # empty, as checked above; a rename replaces no folder on Windows
        arrived.rename(destination)
    print(f"FER2013 is in {destination}: {_words(counts)}.")
    return destination


def _fetch(folder: Path) -> None:
    # kagglehub takes half a second to import, which no other command should pay.
    import kagglehub
    import requests
    from kagglehub.exceptions import DataCorruptionError

    # Its own lines name temporary files; the progress bar is not among them.
    logging.getLogger("kagglehub").setLevel(logging.WARNING)
    print(f"Downloading {DATASET} from Kaggle ...")
    try:
        kagglehub.dataset_download(DATASET, output_dir=str(folder))
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        why = "The connection to Kaggle failed, so FER2013 was not downloaded; is this machine online?"
        raise UserError(f"{why} ({_cause(error)})\n{_OTHER_WAYS}") from None
    except requests.RequestException as error:
        raise UserError(f"Kaggle did not hand out {DATASET} ({_cause(error)}).\n{_OTHER_WAYS}") from None
    except (DataCorruptionError, zipfile.BadZipFile, ValueError) as error:
        raise UserError(f"{DATASET} arrived damaged ({_cause(error)}). Try again.\n{_OTHER_WAYS}") from None
    shutil.rmtree(folder / ".complete", ignore_errors=True)  # kagglehub's own mark


def _check(folder: Path, expected: Mapping[str, int], what_to_do: str) -> dict[str, int]:
    """The count of each split; every face is read."""
    try:
        faces = load(folder)
    except UserError as error:
        raise UserError(f"{folder} does not hold FER2013: {error}\n{what_to_do}") from None
    found = {split: len(part) for split, part in faces.splits.items()}
    if found != dict(expected):
        raise UserError(f"{folder} holds {_words(found)}. Expected {_words(expected)}. {what_to_do}")
    return found


def _words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{split} {count:,}" for split, count in counts.items())


def _cause(error: BaseException) -> str:
    """What went wrong at the bottom of the layers that network libraries wrap around it, on one line."""
    inner = getattr(error, "reason", None) or next(iter(error.args), None)
    if isinstance(inner, BaseException):
        return _cause(inner)
    lines = str(error).strip().splitlines() or ["no reason given"]
    return f"{type(error).__name__}: {lines[0]}"
