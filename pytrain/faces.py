"""Labelled faces in memory: what every reader returns and every consumer takes."""

import hashlib
from dataclasses import dataclass

import numpy as np

LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""The seven expressions in FER2013's order; the index of a label is its number in every data set form and model output."""

SPLITS = ("Training", "PublicTest", "PrivateTest")
"""FER2013's official splits, named as in the csv's Usage column: learn, choose, report."""

DRAWN = "drawn-faces"
"""Name of the built-in data set; whatever learned from it is a demonstration, and says so."""

ADDED = " + "
"""Stands in a data set's name before each thing that is learned beside it: "fer2013 + raf-db + corrections"."""

CORRECTED = ADDED + "corrections"
"""What is added to a data set's name where people's corrections are learned beside it."""

IMAGE_SIZE = 48
"""Height and width of a face, in pixels."""


@dataclass(frozen=True)
class Faces:
    """One split of a data set.

    Attributes:
        images: (n, 48, 48) uint8, grey.
        labels: (n,) int64, indices into LABELS.
        votes: (n, 7) float32, several annotators' votes as probabilities in LABELS' order; a row of zeros where there are none.
            None where the data set carries no votes.
    """

    images: np.ndarray
    labels: np.ndarray
    votes: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def subset(self, keep: np.ndarray) -> "Faces":
        """The rows that `keep`, a (n,) bool mask or an index array, selects."""
        return Faces(self.images[keep], self.labels[keep], None if self.votes is None else self.votes[keep])

    def followed_by(self, more: "Faces") -> "Faces":
        """These rows, then those of `more`; votes stay where these have some, and rows of `more` may have none."""
        votes = None
        if self.votes is not None:
            none = np.zeros((len(more), len(LABELS)), np.float32)
            votes = np.concatenate([self.votes, none if more.votes is None else more.votes])
        return Faces(np.concatenate([self.images, more.images]), np.concatenate([self.labels, more.labels]), votes)


@dataclass(frozen=True)
class FaceSet:
    """A data set with its official splits.

    Attributes:
        name: what the manifest records, such as "fer2013" or "drawn-faces", with what was ADDED to it.
        splits: one Faces for each name in SPLITS.
        corrections: what people corrected on the page, to be learned beside Training; None where nothing was. See pytrain.corrections.
        mixed_in: the data sets whose Training is part of this one's, each whole, to be measured on besides. See pytrain.mix.
    """

    name: str
    splits: dict[str, Faces]
    corrections: Faces | None = None
    mixed_in: tuple["FaceSet", ...] = ()

    @property
    def training(self) -> Faces:
        return self.splits["Training"]

    @property
    def sha256(self) -> str:
        """A digest of what the faces are, not of the file they came in.

        Rows are hashed in sorted order, so the csv, the npz and the image folders of the same pictures agree.
        """
        digest = hashlib.sha256()
        parts = {split: self.splits[split] for split in SPLITS}
        if self.corrections is not None:
            parts["corrections"] = self.corrections
        for split, faces in parts.items():
            rows = sorted(
                image.tobytes() + bytes([label]) for image, label in zip(faces.images, faces.labels, strict=True)
            )
            digest.update(f"{split}:{len(rows)}\n".encode())
            for row in rows:
                digest.update(row)
        for other in self.mixed_in:
            digest.update(other.sha256.encode())
        return digest.hexdigest()


def base_name(dataset: str) -> str:
    """Without what was added to it: whose splits are chosen and reported on."""
    return dataset.partition(ADDED)[0]


def is_drawn(dataset: str) -> bool:
    """Whether the data set of that name is the drawn faces, whatever was added."""
    return base_name(dataset) == DRAWN


def place(key: bytes) -> float:
    """From 0 up to 1, evenly, and the same for the same key on every machine: for dealing out what has no splits."""
    return int.from_bytes(hashlib.sha256(key).digest()[:6], "big") / 2**48


def dealt_out(places: np.ndarray) -> np.ndarray:
    """The split of each of (n,) places: a tenth each is PublicTest and PrivateTest."""
    return np.select([places < 0.8, places < 0.9], SPLITS[:2], SPLITS[2])


def equal_to_any(faces: Faces, *others: Faces) -> np.ndarray:
    """(n,) bool: which of `faces` are identical, pixel by pixel, to some image in `others`."""
    known = {image.tobytes() for other in others for image in other.images}
    return np.array([image.tobytes() in known for image in faces.images], dtype=bool)
