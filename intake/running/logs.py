"""Logs: one line an event on standard error, with counts and references; never anybody's words."""

from __future__ import annotations

import logging
import sys

import structlog


def logs_to_stderr(level: int = logging.WARNING) -> None:
    """One line an event: time, event, counts. Libraries that log people's words are kept quiet."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
    for noisy in ("mailparser", "imapclient", "apscheduler", "mail.log", "pymap"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the one of the moment
    )
