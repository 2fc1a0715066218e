"""Bytes of one message -> Case: parsed, told apart, understood; pure, so that the same bytes give the same answer."""

from __future__ import annotations

from intake.reading.case import explained, read

__all__ = ["explained", "read"]
