"""Recognises links to files that are kept elsewhere: nothing is ever fetched, a person is told."""

from __future__ import annotations

import re

from intake.forms.blocks import folded

# Where people keep files, and what they call the place.
_PLACES = {
    "1drv": "OneDrive",
    "onedrive": "OneDrive",
    "sharepoint": "SharePoint",
    "docs.google": "Google Docs",
    "drive.google": "Google Drive",
    "forms.google": "Google Forms",
    "forms.gle": "Google Forms",
    "dropbox": "Dropbox",
    "db.tt": "Dropbox",
    "wetransfer": "WeTransfer",
    "we.tl": "WeTransfer",
    "icloud": "iCloud",
    "box.com": "Box",
    "mega.nz": "Mega",
    "evernote": "Evernote",
}
_ADDRESS = re.compile(r"\bhttps?://(?:[a-z0-9.-]{1,200}@)?([a-z0-9.-]{3,200})", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@.-])((?:[a-z0-9-]{1,60}\.){0,4}(?:we\.tl|1drv\.ms|db\.tt|forms\.gle|mega\.nz))/\w", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:shared (?:folder|drive|document|doc|file)|in the cloud"
    r"|(?:view|download|open|find) (?:it|them|ours|mine) (?:here|at|from))\b"
)
_LEADS = re.compile(r"\b(?:link|links|here|download|shared?|sharing|view|open|access|folder|drive|cloud|uploaded|put)\b")


def place(text: str) -> str | None:
    """Where the first link to a kept file in `text` (plain or HTML) leads, as people call it; None where there is none."""
    for host in (*_ADDRESS.findall(text), *_BARE.findall(text)):
        name = f".{host.lower().strip('.')}."
        for domain, called in _PLACES.items():
            if f".{domain}." in name:
                return called
    if not _ADDRESS.search(text):
        return None
    said = f" {folded(text)} "
    named = next((called for called in _PLACES.values() if f" {called.lower()} " in said), None)
    return named or ("a shared folder" if _SHARED.search(said) else None)


def is_offered(sentence: str) -> bool:
    """Whether a sentence speaks of following a link."""
    return _LEADS.search(folded(sentence)) is not None
