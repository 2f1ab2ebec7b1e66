"""What every data set calls the seven expressions: the one place where a label of theirs becomes one of ours.

A label that is none of the seven (contempt above all) stands in NONE_OF_THE_SEVEN: its pictures are left out, and counted aloud.
"""

from collections.abc import Mapping

from pytrain.errors import UserError, shown
from pytrain.faces import LABELS

NONE_OF_THE_SEVEN = ("contempt", "none", "uncertain", "no-face")

NAMES: Mapping[str, tuple[str, ...]] = {
    "angry": ("angry", "anger"),
    "disgust": ("disgust", "disgusted"),
    "fear": ("fear", "afraid", "fearful", "scared"),
    "happy": ("happy", "happiness", "joy", "smile"),
    "sad": ("sad", "sadness"),
    "surprise": ("surprise", "surprised"),
    "neutral": ("neutral", "neutrality", "calm"),
    "contempt": ("contempt", "contemptuous"),
}
"""Names of folders, in lower case."""

RAF_DB: Mapping[str, str] = {
    "1": "surprise",
    "2": "fear",
    "3": "disgust",
    "4": "happy",
    "5": "sad",
    "6": "angry",
    "7": "neutral",
}
"""Li, Deng & Du 2017, Reliable Crowdsourcing and Deep Locality-Preserving Learning for Expression Recognition in the Wild."""

CK_PLUS: Mapping[str, str] = {
    "0": "neutral",
    "1": "angry",
    "2": "contempt",
    "3": "disgust",
    "4": "fear",
    "5": "happy",
    "6": "sad",
    "7": "surprise",
}
"""Lucey et al. 2010, The Extended Cohn-Kanade Dataset (CK+)."""

AFFECTNET: Mapping[str, str] = {
    "0": "neutral",
    "1": "happy",
    "2": "sad",
    "3": "surprise",
    "4": "fear",
    "5": "disgust",
    "6": "angry",
    "7": "contempt",
    "8": "none",
    "9": "uncertain",
    "10": "no-face",
}
"""Mollahosseini, Hasani & Mahoor 2017, AffectNet (arXiv 1708.03985)."""

_BY_NAME = {name: label for label, names in NAMES.items() for name in names}


def named(word: str) -> str | None:
    """The label that a folder's name means, one of LABELS or NONE_OF_THE_SEVEN; None where it means none that is known."""
    return _BY_NAME.get(word.lower())


def numbered(numbers: Mapping[str, str], number: str, where: str) -> str:
    """The label behind a data set's number, one of LABELS or NONE_OF_THE_SEVEN.

    Raises:
        UserError: no such number; `where` names the file.
    """
    if number not in numbers:
        known = ", ".join(f"{known} {label}" for known, label in numbers.items())
        raise UserError(f"{where}: label {shown(number)}. Expected one of {known}.")
    return numbers[number]


def index(label: str) -> int | None:
    """Its number among LABELS; None where it is none of the seven."""
    return LABELS.index(label) if label in LABELS else None
