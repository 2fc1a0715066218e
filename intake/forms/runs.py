"""Makes lines out of the runs of a paragraph: what is said in each, and which of its words stand out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.forms.blocks import Block, tidy

Run = tuple[str, bool]  # text, in which "\n" ends a line, and whether it stands out


def lines(runs: Iterable[Run], item: str = "") -> Iterator[Block]:
    """A block for each line; the first has the mark of the list's `item`."""
    found: list[list[Run]] = [[]]
    for text, stressed in runs:
        first, *others = text.split("\n")
        found[-1].append((first, stressed))
        found += [[(other, stressed)] for other in others]
    for number, line in enumerate(found):
        said = pieces("".join(text for text, _ in line))
        yield Block(said, stressed=_stressed(line), item=item if said and not number else "")


def pieces(text: str) -> str:
    """The text tidied, with its tabs kept between words."""
    return "\t".join(part for part in (tidy(piece) for piece in text.split("\t")) if part)


def _stressed(runs: list[Run]) -> str:
    """The words that stand out; those that do not stand together are set apart by a space."""
    found: list[str] = []
    goes_on = True
    for text, stressed in runs:
        if stressed:
            found += [text] if goes_on else [" ", text]
        goes_on = stressed or (goes_on and not text.strip())
    words = pieces("".join(found))
    return words if any(c.isalnum() for c in words) else ""
