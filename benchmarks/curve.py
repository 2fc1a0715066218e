"""A few lines over one axis as a small SVG, readable in black and white and by those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 84, 48  # margins
DASHES = {"solid": "none", "dashed": "8 5", "dotted": "2 4"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its name and its points (x, y), x rising."""

    name: str
    style: str  # a key of DASHES
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the figures to places on the page."""

    low: float
    high: float
    most: float

    def x(self, value: float) -> float:
        return round(LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / self.most * (HEIGHT - TOP - BOTTOM), 1)


def svg(title: str, description: str, axes: tuple[str, str], lines: Sequence[Line], *, mark: float) -> str:
    """The picture as text. `axes`: what lies to the right and upwards; `mark`: the x that is in force, shown by a rule."""
    xs = [x for line in lines for x, _ in line.points]
    frame = _Frame(min(xs), max(xs), _round_up(max(y for line in lines for _, y in line.points)))
    body = [*_axes(frame, axes), *_mark(frame, mark), *(part for line in lines for part in _line(frame, line)), *_legend(lines)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc"',
            '  font-family="sans-serif" font-size="13" fill="black">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(description)}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
            *body,
            "</svg>\n",
        ]
    )


def _round_up(value: float) -> float:
    """The next round figure above, so that the axis ends at one."""
    step = next(step for step in (10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000) if value <= 5 * step)
    return max(step * -(-value // step), step)


def _axes(frame: _Frame, names: tuple[str, str]) -> Iterator[str]:
    floor, wall = HEIGHT - BOTTOM, WIDTH - RIGHT
    for part in range(6):
        value = frame.most * part / 5
        y = frame.y(value)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{wall}" y2="{y}" stroke="#ccc"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    for tenth in range(round(frame.low * 10), round(frame.high * 10) + 1):
        yield f'<text x="{frame.x(tenth / 10)}" y="{floor + 18}" text-anchor="middle">{tenth / 10:g}</text>'
    yield f'<text x="{(LEFT + wall) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(names[0])}</text>'
    yield f'<text x="12" y="20" font-weight="bold">{escape(names[1])}</text>'


def _mark(frame: _Frame, value: float) -> Iterator[str]:
    x = frame.x(value)
    yield f'<line x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{HEIGHT - BOTTOM}" stroke="black"/>'
    yield f'<text x="{x}" y="{TOP - 14}" text-anchor="middle">in force: {value:g}</text>'


def _line(frame: _Frame, line: Line) -> Iterator[str]:
    points = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in line.points)
    yield f'<polyline points="{points}" {_stroke(line)}/>'
    if line.style == "solid":
        yield from (f'<circle cx="{frame.x(x)}" cy="{frame.y(y)}" r="3"/>' for x, y in line.points)


def _legend(lines: Sequence[Line]) -> Iterator[str]:
    for number, line in enumerate(lines):
        x = 12 + number * 200
        yield f'<line x1="{x}" y1="42" x2="{x + 34}" y2="42" {_stroke(line)}/>'
        yield f'<text x="{x + 42}" y="46">{escape(line.name)}</text>'


def _stroke(line: Line) -> str:
    return f'fill="none" stroke="black" stroke-width="2" stroke-dasharray="{DASHES[line.style]}"'
