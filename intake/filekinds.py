"""Kinds of files as people call them, for letters and the register; told from the bytes, never from the sender's name."""

from __future__ import annotations

_TYPES = {
    ".docx": "Word document",
    ".docm": "Word document with macros",
    ".doc": "Word document (older kind)",
    ".odt": "OpenDocument text",
    ".rtf": "rich text document",
    ".pdf": "PDF",
    ".txt": "text file",
    ".html": "web page",
    ".zip": "zip folder",
    ".xlsx": "Excel workbook",
    ".pptx": "PowerPoint presentation",
    ".ics": "calendar file",
    ".eml": "e-mail",
}
_MAIN_TYPES = {"image": "picture", "audio": "sound recording", "video": "video", "text": "text file", "message": "e-mail"}


def in_words(detected_type: str, extension: str) -> str:
    """ "Word document", "picture"; "file" where there is no better word."""
    return _TYPES.get(extension) or _MAIN_TYPES.get(detected_type.partition("/")[0]) or "file"
