"""The body that somebody belongs to as a sentence or a signature has it, and the numbers and seminars told beside it."""

from __future__ import annotations

import pytest

from intake.config import load_programme
from intake.reading import read
from tests.test_config import EXAMPLE
from tests.world import mail

PROGRAMME = load_programme(EXAMPLE)
WISH = "Could I have a place at Oxford please?"
