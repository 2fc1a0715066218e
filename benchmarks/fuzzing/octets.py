"""Damage to bytes, whatever they mean: what lines, disks and careless programs do, and what strangers try."""

from __future__ import annotations

from random import Random

MOST = 8_000_000  # bytes of one case; more is passed over by the desk for its size alone, or only slow to make

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_TIMES = (2, 2, 3, 10, 10, 100, 1_000, 20_000)


def flip(rng: Random, data: bytes, _: bytes) -> bytes:
    """Some bits."""
    changed = bytearray(data)
    for _number in range(rng.choice((1, 1, 2, 5, 20))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(rng: Random, data: bytes, _: bytes) -> bytes:
    """Some bytes become others."""
    at, size = _place(rng, data)
    return data[:at] + rng.randbytes(size) + data[at + size :]


def insert(rng: Random, data: bytes, _: bytes) -> bytes:
    at, size = _place(rng, data)
    return data[:at] + rng.choice((rng.randbytes(size), bytes(size), b"\xff" * size)) + data[at:]


def delete(rng: Random, data: bytes, _: bytes) -> bytes:
    at, size = _place(rng, data)
    return data[:at] + data[at + size :]


def repeat(rng: Random, data: bytes, _: bytes) -> bytes:
    """A piece stands there many times."""
    at, size = _place(rng, data)
    piece = data[at : at + size]
    times = min(rng.choice(_TIMES), max(1, 2_000_000 // max(1, size)))
    return (data[:at] + piece * times + data[at:])[:MOST]


def truncate(rng: Random, data: bytes, _: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def splice(rng: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one document and the end of another."""
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def extreme(rng: Random, data: bytes, _: bytes) -> bytes:
    """Two, four or eight bytes, as a length might stand there, become the least or the most there is."""
    size = rng.choice((2, 4, 4, 8))
    at = rng.randrange(max(1, len(data) - size))
    if rng.random() < 0.5:
        at -= at % size
    number = (rng.choice(_NUMBERS) + rng.choice((0, 0, len(data)))) % (1 << 8 * size)
    return data[:at] + number.to_bytes(size, rng.choice(("little", "big"))) + data[at + size :]


def _place(rng: Random, data: bytes) -> tuple[int, int]:
    return rng.randrange(len(data) + 1), rng.choice((1, 2, 4, 16, 64, 512, 4_096))


ALL = (flip, overwrite, insert, delete, repeat, truncate, splice, extreme)
