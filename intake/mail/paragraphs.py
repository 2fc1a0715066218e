"""Paragraphs: plain text as an administrator writes it, and how it looks in the two parts of a letter.

A blank line ends a paragraph. Lines that begin with "- " are a list. Other line ends are only spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a list."""

    text: str  # of the paragraph; "" for a list
    items: tuple[str, ...] = ()  # of the list


def split(source: str) -> tuple[Block, ...]:
    """The paragraphs and lists of `source`, in order; list items that only blank lines part are one list."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", source):
        for block in _chunk(chunk):
            if block.items and blocks and blocks[-1].items:
                blocks[-1] = Block("", blocks[-1].items + block.items)
            else:
                blocks.append(block)
    return tuple(blocks)


def _chunk(chunk: str) -> Iterable[Block]:
    words: list[str] = []
    items: list[str] = []
    for line in filter(None, (line.strip() for line in chunk.splitlines())):
        if line.startswith("- "):
            items.append(line.removeprefix("- ").strip())
        elif items:
            items[-1] += " " + line
        else:
            words.append(line)
    if words:
        yield Block(" ".join(words))
    if items:
        yield Block("", tuple(items))


def as_text(blocks: Iterable[Block]) -> str:
    """For the text part: one line a paragraph, so that a telephone wraps it to its own width."""
    return "\n\n".join(block.text or "\n".join(f"- {item}" for item in block.items) for block in blocks)


class Links:
    """Makes our own telephone numbers and addresses easy to tap; nothing else becomes a link."""

    def __init__(self, telephones: Iterable[str], addresses: Iterable[str]) -> None:
        numbers = {number: f"tel:{re.sub(r'[^+0-9]', '', number)}" for number in telephones if number}
        self._targets = numbers | {address: f"mailto:{address}" for address in addresses if address}
        longest_first = sorted(self._targets, key=len, reverse=True)
        alternatives = "|".join(re.escape(words) for words in longest_first)
        self._known = re.compile(rf"(?<![\w@.+-])(?:{alternatives or '(?!)'})(?![\w@])")

    def as_html(self, blocks: Iterable[Block]) -> Markup:
        """For the HTML part: everything escaped, then <p> and <ul>."""
        return Markup("\n").join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Markup:
        if block.items:
            items = Markup("").join(Markup("<li>{}</li>\n").format(self._linked(item)) for item in block.items)
            return Markup("<ul>\n{}</ul>").format(items)
        return Markup("<p>{}</p>").format(self._linked(block.text))

    def _linked(self, text: str) -> Markup:
        out, at = Markup(""), 0
        for match in self._known.finditer(text):
            target = self._targets[match.group()]
            unbroken = Markup(' class="number"') if target.startswith("tel:") else ""
            link = Markup('<a href="{}"{}>{}</a>').format(target, unbroken, match.group())
            out, at = out + text[at : match.start()] + link, match.end()
        return out + text[at:]
