"""Films to play: WebM of VP8 pictures, put together here, since a browser that records on a busy machine leaves frames out."""

import io
import struct

import numpy as np
from PIL import Image

FRAMES_PER_SECOND = 15
HEADER, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, DURATION_MS, APPS = 0x18538067, 0x1549A966, 0x4489, (0x4D80, 0x5741)
TRACKS, TRACK, NUMBER, UID, KIND, CODEC, VIDEO, WIDTH, HEIGHT = (
    *(0x1654AE6B, 0xAE, 0xD7, 0x73C5, 0x83, 0x86),
    *(0xE0, 0xB0, 0xBA),
)
CUES, CUE, CUE_TIME, CUE_PLACE, CUE_TRACK, CUE_CLUSTER = 0x1C53BB6B, 0xBB, 0xB3, 0xB7, 0xF7, 0xF1
CLUSTER, TIME, BLOCK = 0x1F43B675, 0xE7, 0xA3
"""Names of elements in a WebM file (RFC 9559)."""


def webm(scenes: list[tuple[np.ndarray, float]], *, finished: bool = True) -> bytes:
    """A silent film.

    Args:
        scenes: pictures, (height, width, 3) uint8 RGB each, and the seconds each is shown.
        finished: with its length and index; without them as recorders hand it over that do not know when they will stop.
    """
    frames = [frame for picture, seconds in scenes for frame in [_vp8(picture)] * round(seconds * FRAMES_PER_SECOND)]
    height, width, _ = scenes[0][0].shape
    duration_ms = 1000 * len(frames) / FRAMES_PER_SECOND
    video = _element(VIDEO, _number(WIDTH, width) + _number(HEIGHT, height))
    track = _number(NUMBER, 1) + _number(UID, 1) + _number(KIND, 1) + _element(CODEC, b"V_VP8") + video
    length = _element(DURATION_MS, struct.pack(">d", duration_ms)) if finished else b""
    head = _element(INFO, length + b"".join(_element(app, b"Mood Mirror") for app in APPS))
    head += _element(TRACKS, _element(TRACK, track))
    clusters = [_cluster(frames, start) for start in range(0, len(frames), FRAMES_PER_SECOND)]
    index = _index(clusters, len(head)) if finished else b""
    segment = head + index + b"".join(clusters)
    return _element(HEADER, _element(DOC_TYPE, b"webm")) + _element(SEGMENT, segment)


def _vp8(picture: np.ndarray) -> bytes:
    """One frame: the only chunk of a lossy WebP file is one."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "WEBP", quality=60)
    written = file.getvalue()
    assert written[12:16] == b"VP8 ", written[:20]
    (size,) = struct.unpack("<I", written[16:20])
    return written[20 : 20 + size]


def _time_ms(frame: int) -> int:
    return round(1000 * frame / FRAMES_PER_SECOND)


def _cluster(frames: list[bytes], start: int) -> bytes:
    """A second of film from frame `start` on."""
    key_frame = 0x80
    blocks = b"".join(
        _element(BLOCK, struct.pack(">BhB", 0x81, _time_ms(start + i) - _time_ms(start), key_frame) + frame)
        for i, frame in enumerate(frames[start : start + FRAMES_PER_SECOND])
    )
    return _element(CLUSTER, _number(TIME, _time_ms(start)) + blocks)


def _index(clusters: list[bytes], before: int) -> bytes:
    """Where each cluster begins, `before` bytes and this index after the segment's beginning."""

    def cues(offset: int) -> bytes:
        points, at = b"", offset
        for second, cluster in enumerate(clusters):
            place = _number(CUE_TRACK, 1) + _number(CUE_CLUSTER, at)
            points += _element(CUE, _number(CUE_TIME, 1000 * second) + _element(CUE_PLACE, place))
            at += len(cluster)
        return _element(CUES, points)

    return cues(before + len(cues(0)))


def _number(name: int, value: int) -> bytes:
    return _element(name, struct.pack(">Q", value))


def _element(name: int, content: bytes) -> bytes:
    """Name, size in eight bytes, content."""
    written = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return written + struct.pack(">Q", 1 << 56 | len(content)) + content
