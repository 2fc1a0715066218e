"""Finds the cells that rules and frames make on a page."""

from __future__ import annotations

from collections.abc import Iterable

from intake.forms.pdf.drawn import Box, Drawn

_MOST_RULES = 400  # after joining; more is a drawing, and no table
_JOINT = 4.0  # points: rules that end so near to each other are one
_THICK = 2.0  # points: rules so near to each other are the two sides of one


class Grid:
    """The rules of one page."""

    def __init__(self, drawn: Drawn) -> None:
        level = [(box.y0 / 2 + box.y1 / 2, box.x0, box.x1) for box in drawn.level]
        upright = [(box.x0 / 2 + box.x1 / 2, box.y0, box.y1) for box in drawn.upright]
        for box in drawn.frames:
            wide, high = box.x1 - box.x0, box.y1 - box.y0
            if high >= 9 and wide >= 20 and not (wide > 0.9 * drawn.width and high > 0.6 * drawn.height):
                level += [(box.y0, box.x0, box.x1), (box.y1, box.x0, box.x1)]
                upright += [(box.x0, box.y0, box.y1), (box.x1, box.y0, box.y1)]
        self._level, self._upright = _joined(level), _joined(upright)
        if len(self._level) + len(self._upright) > _MOST_RULES:
            self._level = self._upright = []

    def cell(self, x: float, y: float) -> Box | None:
        """The cell around the point; None where it is not closed on all sides."""
        left = max((at for at, a, b in self._upright if at <= x + 1 and a - 1 <= y <= b + 1), default=None)
        right = min((at for at, a, b in self._upright if at > x + 1 and a - 1 <= y <= b + 1), default=None)
        above = max((at for at, a, b in self._level if at <= y and a - 1 <= x <= b + 1), default=None)
        below = min((at for at, a, b in self._level if at > y and a - 1 <= x <= b + 1), default=None)
        if left is None or right is None or above is None or below is None:
            return None
        return Box(left, above, right, below)


def _joined(rules: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Rules in one line that touch, as one."""
    found: list[tuple[float, float, float]] = []
    lines: list[list[tuple[float, float, float]]] = []
    for rule in sorted(rules):
        if lines and rule[0] - lines[-1][0][0] <= _THICK:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    for line in lines:
        at = line[0][0]
        spans = sorted((a, b) for _, a, b in line)
        start, end = spans[0]
        for a, b in spans[1:]:
            if a > end + _JOINT:
                found.append((at, start, end))
                start = a
            end = max(end, b)
        found.append((at, start, end))
    return found
