"""The workbook staff live in: a projection of the ledger and of what staff typed, written afresh, never patched."""

from intake.register.files import copy_files
from intake.register.layout import column_header
from intake.register.loading import RegisterUnreadable
from intake.register.project import Projection, project
from intake.register.publish import RegisterBusy, is_earlier_version, is_open, publish
from intake.register.staff import StaffReading, read_staff, stamp_of

__all__ = [
    "Projection",
    "RegisterBusy",
    "RegisterUnreadable",
    "StaffReading",
    "column_header",
    "copy_files",
    "is_earlier_version",
    "is_open",
    "project",
    "publish",
    "read_staff",
    "stamp_of",
]
