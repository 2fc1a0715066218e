"""Finding our tables in a workbook staff have worked in: by title, by header row, by what their rows hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from intake.register.base import Base, BaseSheet
from intake.register.cells import BLANK, EMPTY, Cell, canonical, fingerprint, formula_at_home
from intake.register.loading import Page

_HEADER_WITHIN = 20  # rows from the top in which the header row is looked for
_ALIKE = 0.5  # share of a sheet's headers, or of a row's cells, that must agree to take it for ours


@dataclass(frozen=True, slots=True)
class Found:
    """One of our rows, where staff left it."""

    reference: str
    number: int  # of the row in the sheet
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One of our sheets as found."""

    base: BaseSheet
    page_title: str  # what staff call it now
    places: dict[str, int]  # header -> 0-based column
    order: tuple[str, ...]  # headers from left to right
    rows: tuple[Found, ...]  # one for each reference at most
    loose: tuple[dict[str, Cell], ...]  # rows without a reference of ours, cells by header, formulas at home
    above: tuple[tuple[str, Cell], ...]  # what staff wrote above the header row: address, cell
    damaged: bool  # rows are missing, doubled or have lost their reference


def find_tables(pages: Sequence[Page], base: Base) -> tuple[list[Table], list[Page]]:
    """Our tables, and the pages that are none."""
    left, tables = list(pages), []
    for sheet in base.sheets.values():  # those that kept their title first, so that a copy never takes its original's place
        page = next((p for p in left if p.title == sheet.title and _header(p, sheet) is not None), None)
        if page is not None:
            left.remove(page)
            tables.append(_table(page, sheet))
    for sheet in base.sheets.values():
        if all(table.base is not sheet for table in tables) and (page := _renamed_page(left, sheet, base)):
            left.remove(page)
            tables.append(_table(page, sheet))
    return tables, left


def _renamed_page(pages: Sequence[Page], sheet: BaseSheet, base: Base) -> Page | None:
    """The page that staff gave another title."""
    likely = [(_likeness(page, sheet), -place) for place, page in enumerate(pages) if page.title not in base.cells]
    share, place = max(likely, default=(0.0, 0))
    return pages[-place] if share >= _ALIKE else None


def _header(page: Page, sheet: BaseSheet) -> int | None:
    """Index, among the page's rows, of the row that has the key columns and most headers."""
    best, most = None, 0
    for index, (number, cells) in enumerate(page.rows[:_HEADER_WITHIN]):
        texts = {canonical(cell.value) for cell in cells}
        shared = len(texts & set(sheet.headers))
        if number <= _HEADER_WITHIN and set(sheet.key) <= texts and shared > max(most, 1):
            best, most = index, shared
    return best


def _likeness(page: Page, sheet: BaseSheet) -> float:
    index = _header(page, sheet)
    if index is None:
        return 0.0
    texts = {canonical(cell.value) for cell in page.rows[index][1]}
    return len(texts & set(sheet.headers)) / len(sheet.headers)


def _table(page: Page, sheet: BaseSheet) -> Table:
    index = _header(page, sheet)
    assert index is not None
    body = page.rows[index + 1 :]
    places = _places(page.rows[index][1], body)
    places = _renamed(places, body, sheet)
    key = [places[header] for header in sheet.key]
    rows, spare = _known(body, sheet, key)
    rows, spare, guessed = _recognised(rows, spare, sheet, places)
    loose = tuple(
        filtered for number, cells, _ in spare if (filtered := _by_header(number, _marked(cells, key, sheet), places))
    )
    above = tuple(
        (f"{get_column_letter(place)}{number}", cell)
        for number, cells in page.rows[:index]
        for place, cell in enumerate(cells, 1)
        if cell is not EMPTY
    )
    damaged = guessed or len(rows) < len(sheet.rows) or any(twin for _, _, twin in spare)
    order = tuple(sorted(places, key=lambda header: places[header]))
    return Table(sheet, page.title, places, order, tuple(rows), loose, above, damaged)


def _places(header: tuple[Cell, ...], body: Sequence[tuple[int, tuple[Cell, ...]]]) -> dict[str, int]:
    """header -> column; columns without a heading, or with one that is there already, get a name of their own."""
    width = max([len(header), *(len(cells) for _, cells in body)])
    filled = {place for _, cells in body for place, cell in enumerate(cells) if cell is not EMPTY}
    places: dict[str, int] = {}
    for place in range(width):
        text = canonical(header[place].value) if place < len(header) else ""
        if text or place in filled:
            places[_unlike(text or "Untitled", places)] = place
    return places


def _unlike(text: str, taken: Mapping[str, int]) -> str:
    free, number = text, 1
    while free in taken:
        number += 1
        free = f"{text} ({number})"
    return free


def _renamed(places: dict[str, int], body: Sequence[tuple[int, tuple[Cell, ...]]], sheet: BaseSheet) -> dict[str, int]:
    """A heading that staff changed: a column of unknown name that holds what a missing one was published with."""
    missing = [header for header in sheet.headers if header not in places]
    strange = [header for header in places if header not in sheet.headers]
    if not missing or not strange:
        return places
    key = [places[header] for header in sheet.key]
    rows, _ = _known(body, sheet, key)
    found = dict(places)
    for header in strange:
        for candidate in missing:
            if candidate not in found and _holds(rows, sheet, places[header], candidate):
                found[candidate] = found.pop(header)
                break
    return found


def _holds(rows: Sequence[Found], sheet: BaseSheet, place: int, header: str) -> bool:
    published = [(row, sheet.of(row.reference)[header]) for row in rows]
    filled = [(row, before) for row, before in published if before != BLANK]
    same = sum(_print(row.cells, place, row.number) == before for row, before in filled)
    return bool(filled) and same > _ALIKE * len(filled)


Spare = tuple[int, tuple[Cell, ...], bool]  # number, cells, whether its reference stands in another row already


def _known(
    body: Sequence[tuple[int, tuple[Cell, ...]]], sheet: BaseSheet, key: Sequence[int]
) -> tuple[list[Found], list[Spare]]:
    rows: list[Found] = []
    spare: list[Spare] = []
    seen: set[str] = set()
    for number, cells in body:
        reference = _reference(cells, key)
        if reference in sheet.rows and reference not in seen:
            seen.add(reference)
            rows.append(Found(reference, number, cells))
        else:
            spare.append((number, cells, reference in seen))
    return rows, spare


def _reference(cells: tuple[Cell, ...], key: Sequence[int]) -> str:
    return "-".join(canonical(cells[place].value) if place < len(cells) else "" for place in key)


def _recognised(
    rows: list[Found], spare: list[Spare], sheet: BaseSheet, places: Mapping[str, int]
) -> tuple[list[Found], list[Spare], bool]:
    """Rows whose reference staff changed or cleared, known by the rest of their cells; exact copies are dropped."""
    here = {row.reference for row in rows}
    missing = {reference: sheet.of(reference) for reference in sheet.rows if reference not in here}
    index = _index(missing)
    kept: list[Spare] = []
    found: list[Found] = []
    for number, cells, twin in spare:
        prints = {header: _print(cells, place, number) for header, place in places.items()}
        if twin and _same_as_published(prints, sheet, _reference(cells, [places[h] for h in sheet.key])):
            continue
        reference = None if twin else _closest(prints, missing, index)
        if reference is None:
            kept.append((number, cells, twin))
        else:
            del missing[reference]
            found.append(Found(reference, number, cells))
    return rows + found, kept, bool(found) or len(kept) < len(spare)


def _index(missing: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], list[str]]:
    """(header, fingerprint) -> references of missing rows that were published with it."""
    index: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reference, prints in missing.items():
        for header, value in prints.items():
            if value != BLANK:
                index[header, value].append(reference)
    return index


def _closest(
    prints: Mapping[str, str], missing: Mapping[str, Mapping[str, str]], index: Mapping[tuple[str, str], list[str]]
) -> str | None:
    """The missing row that shares more than half of its filled cells with this one, and most of all."""
    rarest = sorted((index[pair] for pair in prints.items() if pair in index), key=len)[:3]
    candidates = {reference for references in rarest for reference in references[:50] if reference in missing}
    best, share = None, _ALIKE
    for reference in sorted(candidates):
        filled = {header: value for header, value in missing[reference].items() if value != BLANK}
        same = sum(prints.get(header) == value for header, value in filled.items()) / len(filled)
        if same > share:
            best, share = reference, same
    return best


def _same_as_published(prints: Mapping[str, str], sheet: BaseSheet, reference: str) -> bool:
    published = sheet.of(reference)
    return all(value == published.get(header, BLANK) for header, value in prints.items())


def _print(cells: tuple[Cell, ...], place: int, number: int) -> str:
    cell = cells[place] if place < len(cells) else EMPTY
    if not cell.formula:
        return fingerprint(cell.value)
    return fingerprint(formula_at_home(str(cell.value), number, place + 1), formula=True)


def _marked(cells: tuple[Cell, ...], key: Sequence[int], sheet: BaseSheet) -> tuple[Cell, ...]:
    """A second row with the same reference says that it is a copy."""
    reference = _reference(cells, key)
    if reference not in sheet.rows:
        return cells
    return (*cells[: key[0]], Cell(f"copy of {reference}"), *cells[key[0] + 1 :])


def _by_header(number: int, cells: tuple[Cell, ...], places: Mapping[str, int]) -> dict[str, Cell]:
    found = {}
    for header, place in places.items():
        cell = cells[place] if place < len(cells) else EMPTY
        if cell.formula:
            cell = replace(cell, value=formula_at_home(str(cell.value), number, place + 1))
        if cell is not EMPTY:
            found[header] = cell
    return found
