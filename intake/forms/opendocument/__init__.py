"""Reads OpenDocument text (.odt, .fodt): OASIS OpenDocument 1.3 Part 3, straight from its XML."""

from intake.forms.opendocument.document import MAIN_PART, read, read_flat

__all__ = ["MAIN_PART", "read", "read_flat"]
