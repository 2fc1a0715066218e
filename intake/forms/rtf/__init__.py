"""Reads rich text (.rtf), as WordPad, TextEdit, Word, LibreOffice, Google Docs and Outlook write it: RTF 1.9.1."""

from intake.forms.rtf.reader import read

__all__ = ["read"]
