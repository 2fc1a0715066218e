"""Parses XML from strangers: no document type, no entity, no network, no giant trees."""

from __future__ import annotations

import re

from lxml import etree

from intake.forms.blocks import UnreadableError

_MOST_TAGS = 200_000  # a form has some thousands; each takes memory, and time to look at
_MOST_ATTRIBUTES = 400_000
_DOCTYPE = re.compile(rb"<\s*!\s*D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0!\0D\0O\0C\0T\0Y\0P\0E", re.IGNORECASE)


def parse(data: bytes) -> etree._Element:
    """The root element of `data`. Raises UnreadableError for anything with a document type, very large, or not well formed."""
    if data.count(b"<") > _MOST_TAGS or data.count(b"=") > _MOST_ATTRIBUTES:
        raise UnreadableError("It is too long to be a form.", "large")
    if _DOCTYPE.search(data):
        raise UnreadableError("The file has parts that no form has.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("The file is damaged.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("The file has parts that no form has.")
    return root
