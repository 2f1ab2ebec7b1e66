import numpy as np
import pytest

from pytrain.faces import Faces, FaceSet
from pytrain.robustness import CONDITIONS, robustness, under

FACES = np.random.default_rng(0).integers(60, 190, (6, 48, 48), dtype=np.uint8)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_changes_each_face_the_same_way_each_time(name: str) -> None:
    out = under(name, FACES)

    assert (out.shape, out.dtype) == (FACES.shape, np.uint8)
    assert all((face != image).any() for face, image in zip(FACES, out, strict=True))
    assert np.array_equal(out, under(name, FACES))
    assert np.array_equal(out[:2], under(name, FACES[:2]))


def moved_centre(name: str) -> np.ndarray:
    """How far a bright spot in the middle goes, (n, 2) in pixels down and right."""
    spots = np.zeros((40, 48, 48), np.uint8)
    spots[:, 22:26, 22:26] = 255
    out = under(name, spots).astype(float)
    line = np.arange(48) - 23.5
    mass = out.sum(axis=(1, 2))
    return (
        np.stack([(out.sum(axis=2) * line).sum(axis=1), (out.sum(axis=1) * line).sum(axis=1)], axis=1) / mass[:, None]
    )


def test_a_shift_of_ten_percent_is_4_8_pixels_in_every_direction() -> None:
    moved = moved_centre("shifted by 10 % in one of four directions")

    assert np.allclose(abs(moved).sum(axis=1), 4.8, atol=0.05)
    assert len(np.unique(moved.round(1), axis=0)) == 4


def test_scales_make_faces_larger_above_one_and_smaller_below() -> None:
    square = np.zeros((1, 48, 48), np.uint8)
    square[:, 12:36, 12:36] = 255

    assert under("scaled to 1.2", square).sum() / square.sum() == pytest.approx(1.44, rel=0.02)
    assert under("scaled to 0.85", square).sum() / square.sum() == pytest.approx(0.7225, rel=0.02)


def test_noise_has_the_strength_it_says_and_the_dark_is_dark() -> None:
    flat = np.full((4, 48, 48), 128, np.uint8)

    assert under("Gaussian noise, 15 grey levels", flat).std() == pytest.approx(15, rel=0.03)
    assert (under("darkened to 35 %", flat) == 45).all()
    left, right = np.split(under("lit from one side", flat).mean(axis=1), 2, axis=1)
    assert (abs(left.mean(axis=1) - right.mean(axis=1)) > 50).all()


def test_the_beard_covers_the_chin_and_the_glasses_the_rims_of_the_eyes_and_both_leave_the_rest() -> None:
    flat = np.full((1, 48, 48), 200, np.uint8)
    beard, glasses = under("drawn beard", flat)[0], under("drawn glasses", flat)[0]

    assert (beard[42:46, 20:28] < 130).all()
    assert (beard[36:38, 22:26] > 150).all()  # the lips
    assert (beard[:28] == 200).all()
    assert glasses[19, 7] < 60
    assert glasses[19, 14] == 200  # through the glass
    assert (glasses[28:] == 200).all()


def test_the_loss_is_counted_from_the_untouched_faces(faces: FaceSet) -> None:
    private = faces.splits["PrivateTest"]
    dark = Faces(private.images, np.zeros(len(private), np.int64))

    def says_angry_in_the_light(images: np.ndarray) -> np.ndarray:
        bright = images.mean(axis=(1, 2)) > 0.6 * private.images.mean(axis=(1, 2)).mean()
        return np.eye(7)[np.where(bright, 0, 6)]

    found = robustness(says_angry_in_the_light, dark)

    assert list(found) == list(CONDITIONS)
    assert found["darkened to 35 %"].loss > 0.5
    assert found["JPEG, quality 30"].loss == pytest.approx(0, abs=0.1)
