"""What may stand in a cell: cleaning, escaping, and the canonical form by which two values count as the same."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import to_excel

Value = str | int | float | bool | datetime | date | None

MOST_UNITS = 32_767  # of UTF-16, Excel's limit for the text of a cell
CUT_MARK = "… (cut here: a cell holds no more; the rest is in the message, file or paper that was sent)"
_SHORT = MOST_UNITS // 4  # characters that fit in any case, two units each and every one part of an escape
FIRST_YEAR = 1901  # workbooks count days from 1900, and count one too many in that year
HOME_ROW = 100_000  # formulas are kept as if they stood in this row, so that they follow their row when it moves

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ST_Xstring, ECMA-376 part 1, 22.9.2.19
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed; marks that change the direction of the text around them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Text is shown as it is, whatever it begins with; only `formula` makes a formula, only `link` a link."""

    value: Value = None  # datetimes are local and naive here: a workbook knows no zones
    link: str = ""  # relative path of a kept file, percent-encoded
    formula: bool = False  # `value` is a formula staff typed, as if it stood in row HOME_ROW


EMPTY = Cell()


def clean(text: str) -> str:
    """`text` as a workbook can hold it: controls removed, impossible characters replaced, cut with a mark if too long."""
    if text.isascii() and text.isprintable() and len(text) < _SHORT:
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _NO_CHARACTER.sub("\ufffd", _UNSEEN.sub("", text))
    return _cut(text)


def _cut(text: str) -> str:
    if len(text) < _SHORT or _units(text) <= MOST_UNITS:
        return text
    shorter = text.encode("utf-16-le")[: 2 * (MOST_UNITS - len(CUT_MARK))].decode("utf-16-le", "ignore")
    while _units(shorter) > MOST_UNITS - len(CUT_MARK):  # many escapes
        shorter = shorter[: len(shorter) * 9 // 10]
    return shorter + CUT_MARK


def _units(text: str) -> int:
    """Length in UTF-16 code units as written, with escapes."""
    return len(text.encode("utf-16-le")) // 2 + 6 * len(_ESCAPE.findall(text))


def escape(text: str) -> str:
    """`_x0041_` in a text would be read as "A": its first underscore is written as `_x005F_`."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def unescape(text: str) -> str:
    """What Excel shows for a text as stored in the file."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def settle(value: Value, zone: tzinfo) -> Value:
    """`value` as a workbook can hold it: clean text, local times, no number that would lose digits."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(zone).replace(tzinfo=None)
    if isinstance(value, date) and value.year < FIRST_YEAR:
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value


def canonical(value: Value | time | timedelta, *, formula: bool = False) -> str:
    """The form in which a value is compared: saving the workbook in Excel or LibreOffice does not change it.

    Dates count as their serial number, so that another number format is no edit; 3, 3.0 and "3" are the same; and so
    are `_x0041_` and "A", because LibreOffice writes the one as the other.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime, date, time, timedelta)):
        value = _serial(value)
    if isinstance(value, (int, float)):
        return _number(value)
    text = "\n".join(line.rstrip() for line in clean(unescape(clean(value))).split("\n")).strip()
    return f"={text}" if formula and not text.startswith("=") else text


def _serial(value: datetime | date | time | timedelta) -> float:
    number: float = to_excel(value)  # type: ignore[no-untyped-call]
    return float(number)


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"


def fingerprint(value: Value | time | timedelta, *, formula: bool = False) -> str:
    """Ten hexadecimal digits that tell whether a cell still holds what was published; "" is all zeros."""
    text = canonical(value, formula=formula)
    return hashlib.blake2b(text.encode(), digest_size=5).hexdigest() if text else BLANK


BLANK = "0" * 10


def formula_at_home(text: str, row: int, column: int) -> str:
    """The formula found in `row` as it would read in HOME_ROW; as it is where it cannot be moved."""
    return _moved(text, row, HOME_ROW, column)


def formula_in_row(text: str, row: int, column: int) -> str:
    """The other way round."""
    return _moved(text, HOME_ROW, row, column)


def _moved(text: str, origin: int, row: int, column: int) -> str:
    letter = get_column_letter(column)
    try:
        moved = Translator(text, origin=f"{letter}{origin}").translate_formula(f"{letter}{row}")
    except Exception:  # noqa: BLE001  a formula openpyxl's tokenizer does not know is kept word for word
        return text
    return text if "#REF!" in moved and "#REF!" not in text else moved
