"""References can be said over the telephone, and a slip is noticed."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from intake.reference import SYMBOLS, candidates, find, normalise, shapes

PREFIXES = frozenset({"S1", "S2", "EX", "Q", "M"})
likenesses = st.text("0123456789abcdef", min_size=64, max_size=64)


def first(likeness: str, prefix: str = "S2") -> str:
    return next(candidates(b"key", likeness, prefix, "entry"))


def test_the_same_message_always_gets_the_same_references() -> None:
    """A lost ledger gives them out again alike."""
    one = list(islice(candidates(b"key", "a" * 64, "S2", "entry"), 12))
    assert one == list(islice(candidates(b"key", "a" * 64, "S2", "entry"), 12))
    assert len(set(one)) == len(one)
    assert one != list(islice(candidates(b"other", "a" * 64, "S2", "entry"), 12))


@given(likenesses, st.integers(0, 3), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_noticed(likeness: str, place: int, symbol: str) -> None:
    """The check character finds every single slip."""
    reference = first(likeness)
    body = reference.removeprefix("S2-")
    slipped = body[:place] + symbol + body[place + 1 :]
    assert (normalise(f"S2-{slipped}", PREFIXES) is None) == (slipped != body)


@given(likenesses, st.integers(0, 1))
def test_two_symbols_swapped_are_noticed(likeness: str, place: int) -> None:
    """The commonest slip of the tongue."""
    body = first(likeness).removeprefix("S2-")
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (normalise(f"S2-{swapped}", PREFIXES) is None) == (swapped != body)


@given(likenesses)
def test_a_reference_is_found_as_people_write_it(likeness: str) -> None:
    """In small letters, with a space, with a long dash, in a sentence."""
    reference = first(likeness)
    prefix, body = reference.split("-")
    for written in (reference, reference.lower(), f"{prefix} - {body}", f"{prefix}–{body}", f"[{reference}]"):
        assert find(f"My reference is {written}, thank you.", PREFIXES) == (reference,)


def test_ordinary_words_are_no_references() -> None:
    """A hyphen does not make one."""
    assert find("The co-production one, self-help, 9-to-5, M-form, Q-and-A on 17-02-2016", PREFIXES) == ()


def test_a_reference_with_a_slip_still_shows_whose_it_is() -> None:
    """A wrong symbol must not make a reply look like a first letter; nor may an ordinary word look like a reference."""
    assert shapes("My booking is s2-7kqq, and the form EX-LPQT.", PREFIXES) == {"S2", "EX"}
    assert shapes("I am ex-army, and we met at a Q-and-A.", PREFIXES) == frozenset()
