"""What a file is, by its bytes: type, extension, whether staff may be given a link, and what is odd about it."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image  # noqa: F401  # isort: skip
