"""The desk decides what to do about one message, from its Case, what happened before, and the hour: pure, no I/O, no clock."""

from intake.desk.decide import decide, not_read

__all__ = ["decide", "not_read"]
