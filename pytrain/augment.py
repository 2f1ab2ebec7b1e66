"""Train-time augmentation, a whole batch at a time inside tf.data; never part of the model.

Layers of augmentation inside a Keras model stay active through export() and break its conversion, and per-image maps starve
the training step on a small CPU: so one function of plain TensorFlow operations over the batch.
"""

import numpy as np
import tensorflow as tf


def view(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    """The same faces from another camera: mirrored, rotated, scaled, shifted and relit, each on its own.

    Geometry: rotation up to 18 degrees, scale 0.78 to 1.28, shift up to 12 % of the side: those of the recipes that reach 73 % on
    FER2013 (Khaireddin & Chen 2021, arXiv 2105.03588), a little wider, as other detectors crop tighter and looser. Light: contrast
    0.65 to 1.35, brightness up to a fifth of the range, lit from one side by up to 40 %.

    Args:
        images: (n, height, width, 1) float32 in [0, 255].
        seed: (2,) int32; the same seed gives the same faces.
        strength: 1 for the ranges above, 0.5 for half of them.

    Returns:
        (n, height, width, 1) float32 in [0, 255].
    """
    seeds = tf.unstack(tf.random.split(seed, num=2))
    return tf.clip_by_value(_relight(_move(images, seeds[0], strength), seeds[1], strength), 0.0, 255.0)


def corrupt(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    """What webcams, beards and glasses do: detail lost on a third of the faces, noise on a third, something in front of most.

    Detail: down to 16 x 16 or 24 x 24 and up again. Noise: Gaussian, a standard deviation of up to 20 grey levels. In front: on three
    in ten a rectangle of 15 to 60 % by 15 to 40 % of the sides, of one grey, opaque to half transparent (after Zhong et al.
    2017, Random Erasing, arXiv 1708.04896); on two in five a beard, on a fifth glasses, of any shape, place and shade.

    Arguments and result as of `view`.
    """
    seeds = tf.unstack(tf.random.split(seed, num=7))
    images = _cover(images, seeds[1], strength)
    images = _beard(images, seeds[4], seeds[5], strength)
    images = _glasses(images, seeds[6], strength)
    images = _blur(images, seeds[0], strength)
    images = _add_noise(images, seeds[2], seeds[3], strength)
    return tf.clip_by_value(images, 0.0, 255.0)


def _uniform(seed: tf.Tensor, count: tf.Tensor, columns: int) -> list[tf.Tensor]:
    """`columns` tensors of shape (count,), uniform in [-1, 1)."""
    return tf.unstack(tf.random.stateless_uniform([count, columns], seed, -1.0, 1.0), axis=1)


def _move(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    count, side = tf.shape(images)[0], images.shape[1]
    angle, zoom, right, down, mirror = _uniform(seed, count, 5)
    angle *= strength * np.deg2rad(18)
    scale = tf.exp(-0.25 * strength * zoom)
    shift = 0.12 * strength * side
    flip = tf.where(mirror < 0, -1.0, 1.0)
    cos, sin = scale * tf.cos(angle), scale * tf.sin(angle)
    # Output pixel (x, y) is read at A (x - c, y - c) + c + shift: rotation and scale about the centre c.
    centre = (side - 1) / 2
    a, b, c, d = cos * flip, -sin, sin * flip, cos
    x0 = centre - a * centre - b * centre + shift * right
    y0 = centre - c * centre - d * centre + shift * down
    zero = tf.zeros_like(a)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=tf.stack([a, b, x0, c, d, y0, zero, zero], axis=1),
        output_shape=tf.shape(images)[1:3],
        interpolation="BILINEAR",
        fill_mode="NEAREST",
        fill_value=0.0,
    )


def _relight(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    contrast, brightness, across, down = (
        strength * column[:, None, None, None] for column in _uniform(seed, tf.shape(images)[0], 4)
    )
    mean = tf.reduce_mean(images, axis=[1, 2, 3], keepdims=True)
    images = (images - mean) * (1.0 + 0.35 * contrast) + mean + 50.0 * brightness
    line = tf.linspace(-1.0, 1.0, images.shape[1])
    return images * (1.0 + 0.4 * across * line[None, None, :, None] + 0.2 * down * line[None, :, None, None])


def _sometimes(chance: tf.Tensor, share: tf.Tensor) -> tf.Tensor:
    """Out of two draws from [-1, 1): an amount in [0, 1) for 35 % of the faces, 0 for the others."""
    return tf.abs(share) * tf.cast(tf.abs(chance) < 0.35, tf.float32)


def _blur(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    side = images.shape[1]
    chance, share, coarse = (column[:, None, None, None] for column in _uniform(seed, tf.shape(images)[0], 3))

    def lowered(to: int) -> tf.Tensor:
        return tf.image.resize(tf.image.resize(images, (to, to), "area"), (side, side))

    blurred = tf.where(coarse < -0.5, lowered(side // 3), lowered(side // 2))
    return images + tf.minimum(strength * _sometimes(chance, share), 1.0) * (blurred - images)


def _cover(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    count, side = tf.shape(images)[0], images.shape[1]
    left, top, width, height, chance, grey, opacity = (0.5 + 0.5 * column for column in _uniform(seed, count, 7))
    width, height = (0.15 + 0.45 * width) * side, (0.15 + 0.25 * height) * side
    left, top = left * side - width / 2, top * side - height / 2
    line = tf.range(side, dtype=tf.float32)[None, :]
    columns = (line >= left[:, None]) & (line < (left + width)[:, None])
    rows = (line >= top[:, None]) & (line < (top + height)[:, None])
    covered = rows[:, :, None] & columns[:, None, :] & (chance < 0.3 * strength)[:, None, None]
    opacity = tf.cast(covered, tf.float32)[..., None] * (1.0 - 0.5 * opacity**2)[:, None, None, None]
    return images + opacity * (255.0 * grey[:, None, None, None] - images)


def _between(low: float, high: float, drawn: tf.Tensor) -> tf.Tensor:
    """Draws from [-1, 1) as draws from [low, high), shaped to meet images without their channel."""
    return (low + (high - low) * (0.5 + 0.5 * drawn))[:, None, None]


def _inside(field: tf.Tensor, softness: float = 0.15) -> tf.Tensor:
    """1 where `field` is well below 1, 0 where it is well above, a slope between: edges without stairs."""
    return tf.clip_by_value((1.0 - field) / softness + 0.5, 0.0, 1.0)


def _paint(images: tf.Tensor, share: tf.Tensor, colour: tf.Tensor) -> tf.Tensor:
    """`colour` over `images` to the extent of `share`, both (n, height, width) or broadcast to it."""
    return images + share[..., None] * (colour[..., None] - images)


def _grid(side: int) -> tuple[tf.Tensor, tf.Tensor]:
    """Where pixel centres lie, as shares of the side: across (1, 1, side) and down (1, side, 1)."""
    line = (tf.range(side, dtype=tf.float32) + 0.5) / side
    return line[None, None, :], line[None, :, None]


def _beard(images: tf.Tensor, seed: tf.Tensor, hair_seed: tf.Tensor, strength: float) -> tf.Tensor:
    """Hair over the lower face: an oval about the chin, cut off above at some height, free at the lips, mostly dark and never even."""
    chance, x, top, chin, wide, lips, lip_width, lip_height, shade, cover = _uniform(seed, tf.shape(images)[0], 10)
    across, down = _grid(images.shape[1])
    centre = _between(0.42, 0.58, x)
    chin_height = _between(0.9, 1.1, chin)
    from_chin = ((across - centre) / _between(0.25, 0.5, wide)) ** 2 + ((down - chin_height + 0.25) / 0.4) ** 2
    hair = _inside(from_chin) * tf.clip_by_value((down - _between(0.52, 0.8, top)) / 0.05, 0.0, 1.0)
    mouth = ((across - centre) / _between(0.06, 0.2, lip_width)) ** 2
    mouth += ((down - _between(0.7, 0.84, lips)) / _between(0.02, 0.08, lip_height)) ** 2
    worn = tf.cast(chance < -1.0 + 0.8 * strength, tf.float32)[:, None, None]
    share = worn * hair * (1.0 - _inside(mouth)) * _between(0.5, 1.0, cover)
    grey = 10.0 + 170.0 * (0.5 + 0.5 * shade[:, None, None]) ** 2
    strands = 25.0 * tf.random.stateless_normal(tf.shape(images)[:3], hair_seed)
    return _paint(images, share, grey + strands)


def _glasses(images: tf.Tensor, seed: tf.Tensor, strength: float) -> tf.Tensor:
    """Frames from round to square about both eyes, a bridge, sides; dark to light, the glass clear, or tinted on a third."""
    drawn = _uniform(seed, tf.shape(images)[0], 11)
    chance, x, y, tilt, apart, wide, high, square, thick, shade, tint = drawn
    across, down = _grid(images.shape[1])
    slope = _between(-0.2, 0.2, tilt)
    right = across - _between(0.42, 0.58, x)
    below = down - _between(0.28, 0.48, y) - slope * right
    half, width, height = _between(0.15, 0.25, apart), _between(0.1, 0.2, wide), _between(0.07, 0.16, high)
    thickness = _between(0.015, 0.06, thick)
    power = _between(2.0, 6.0, square)
    # Either lens' outline is where the field is 1; the frame reaches from there inwards by its thickness.
    outside = (tf.abs(tf.abs(right) - half) / width) ** power + tf.abs(below / height) ** power
    inner = (tf.abs(tf.abs(right) - half) / (width - thickness)) ** power
    inner += tf.abs(below / tf.maximum(height - thickness, 0.02)) ** power
    lens = _inside(inner, 0.3)
    beside = tf.cast((tf.abs(right) > half + width) | (tf.abs(right) < half - width), tf.float32)
    bar = _inside(tf.abs(below) / (0.5 * thickness), 0.5) * beside
    frame = tf.maximum(_inside(outside, 0.3) - lens, bar)
    worn = tf.cast(chance < -1.0 + 0.4 * strength, tf.float32)[:, None, None]
    grey = 220.0 * (0.5 + 0.5 * shade[:, None, None]) ** 3
    tinted = tf.maximum(0.0, _between(-1.6, 0.8, tint))
    return _paint(_paint(images, worn * lens * tinted, grey), worn * frame, grey)


def _add_noise(images: tf.Tensor, seed: tf.Tensor, noise_seed: tf.Tensor, strength: float) -> tf.Tensor:
    chance, spread = (column[:, None, None, None] for column in _uniform(seed, tf.shape(images)[0], 2))
    deviation = 20.0 * strength * _sometimes(chance, spread)
    return images + deviation * tf.random.stateless_normal(tf.shape(images), noise_seed)
