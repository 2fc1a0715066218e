"""Which sentences ask something that a person must answer."""

from __future__ import annotations

from itertools import pairwise

from intake.model import Kind
from intake.reading import frames, words
from intake.reading.sentences import Sentence
from intake.reading.wish import CERTAIN, MOVES, Hit, Wishes

SUGGESTED = 1.9  # weight of a change that a person is asked about
COURTESY = 9  # words
LABEL = 6  # words of a line that a web form asks with
LABELS = 3  # that end with a colon: fewer make no form
HINT = 1.3  # weight: what says less than this of a place does not make a question part of a request
CLEAR = words.threshold("clear")
INFORMATION = "asks for information"
RING = "asks to be telephoned"
ASKS = frozenset({"asks", "asks something"})
KNOW = "wishes to know"
ROOM = "asks whether there is room"  # by itself no more than a question


def questions(wishes: Wishes) -> Wishes:
    """Adds sentences that ask; drops those that only repeat a wish, are polite, or ask somebody else."""
    spoken = {h.sentence.order for h in wishes.hits if _speaks(wishes, h)}
    spoken -= {h.sentence.order for h in wishes.of(Kind.CANCELLATION) if _only_wonders(wishes, h)}
    if _firmly_asked(wishes):
        spoken -= {h.sentence.order for h in wishes.of(Kind.PLACE_REQUEST) if _only_wonders(wishes, h)}
    else:
        spoken |= {h.sentence.order for h in wishes.of(Kind.PLACE_REQUEST) if h.rule != ROOM and h.weight >= HINT}
    spoken -= {s.order for s in wishes.body if s.asks and words.sign("asks_if_full").match(s.plain)}
    own = {s.order for s in wishes.body} or {s.order for s in wishes.sentences()}
    keep = [h for h in wishes.hits if h.kind != Kind.QUESTION]
    labels = _labels(wishes.body)
    for hit in wishes.hits:
        order = hit.sentence.order
        ours = hit.kind == Kind.QUESTION and (order in own or hit.sentence.subject) and not _asks_nothing(hit)
        ours = ours and order not in labels and not (hit.sentence.asks and _said_already(wishes, hit.sentence))
        asked = hit.rule == KNOW or (words.sign("says_ask").match(hit.words.lower()) and _firmly_asked(wishes))
        apart = hit.rule == RING or _tail(wishes, hit.sentence) or (asked and _only_seems(wishes, hit.sentence))
        ours = ours and not (hit.rule == INFORMATION and wishes.passed_on and hit.sentence in wishes.body)
        if ours and (order not in spoken or apart) and not _mere_courtesy(wishes, hit.sentence, spoken):
            keep.append(hit)
    if rings := [h for h in keep if h.rule == RING]:  # who would rather tell it wants no form that a hint may be about
        rather = {h.sentence.order for h in rings if words.sign("rather_tells").match(h.words.lower())}
        hints = {h for h in keep if h.kind == Kind.TEMPLATE_REQUEST and (h.weight < CLEAR or h.sentence.order in rather)}
        keep = [h for h in keep if h not in hints]
    asking = {h.sentence.order for h in keep if h.kind == Kind.QUESTION}
    for sentence in wishes.sentences() or (wishes.subject,):
        unmarked = sentence.order in spoken and _tail(wishes, sentence)
        if sentence.order in asking or not (sentence.asks or unmarked) or (sentence.order not in own and not sentence.subject):
            continue
        if _exclaims(sentence) or _needs_no_answer(wishes, sentence, spoken) or sentence.order in labels:
            continue
        text = wishes.masked[sentence.order]
        vague = not spoken and words.sign("request_like").search(text) and frames.about_coming(text)
        weight = 1.6 if vague else 2.2
        keep.append(
            Hit(Kind.QUESTION, "asks", weight, 'The sentence "{words}" asks something.', sentence, 0, len(sentence.text))
        )
    vain = _answered(wishes) if spoken else frozenset()
    return wishes.keeping(h for h in keep if h.kind != Kind.QUESTION or h.rule == RING or h.sentence.order not in vain)


def _only_seems(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether what else the sentence may want is put together from single words: "if carers may attend I'd like to know"."""
    here = [h for h in wishes.hits if h.sentence.order == sentence.order and h.kind != Kind.QUESTION]
    return all(h.kind in {Kind.PLACE_REQUEST, Kind.AMENDMENT} and h.weight < CLEAR for h in here)


def _answered(wishes: Wishes) -> frozenset[int]:
    """The sentences that the sender answers or takes back in the next: "Is there cake? I shall see", say."""
    pairs = [(asked, answer) for asked, answer in pairwise(wishes.body) if not answer.asks]
    itself, if_so = words.sign("answers_itself"), words.sign("if_so")
    return frozenset(
        asked.order
        for asked, answer in pairs
        if itself.search(answer.plain) or (if_so.match(answer.plain) and words.sign("asks_if_on").search(asked.plain))
    )


def _speaks(wishes: Wishes, hit: Hit) -> bool:
    """Whether it says what is wanted: beside a plain request a word such as "booking" does not make one of its sentence."""
    hints = hit.kind == Kind.PLACE_REQUEST and hit.weight < HINT and _firmly_asked(wishes)
    return hit.kind != Kind.QUESTION and not hints and wishes.total(hit.kind) >= CERTAIN


def _labels(body: tuple[Sentence, ...]) -> frozenset[int]:
    """The questions of a web form, by their order: short lines among its labels, each with an answer below it."""
    short = [s for s in body if len(s.text.split()) <= LABEL]
    plain_ones = [s.order for s in short if s.text.endswith(":")]
    if len(plain_ones) < LABELS:
        return frozenset()
    found: set[int] = set()
    for sentence, below in pairwise(body):
        among = sentence in short and sentence.order < plain_ones[-1]
        begins = sentence.order - 1 not in (*found, *plain_ones)  # else it is what somebody answered
        if sentence.asks and among and begins and not below.asks and below.paragraph > sentence.paragraph:
            found.add(sentence.order)
    return frozenset(found)


def _only_wonders(wishes: Wishes, hit: Hit) -> bool:
    """Whether a question such as "when does it begin, and may I come late?" only hints at a wish that stands elsewhere."""
    here = [h.weight for h in wishes.hits if h.sentence.order == hit.sentence.order and h.kind != Kind.QUESTION]
    other = any(h.weight >= CERTAIN and h.sentence != hit.sentence for h in wishes.of(hit.kind))
    opens = hit.kind == Kind.CANCELLATION or words.sign("interrogative").match(hit.sentence.plain)
    opens = opens or words.sign("lists_questions").search(hit.sentence.plain)
    return bool(opens) and hit.sentence.asks and other and max(here) < CLEAR


def _firmly_asked(wishes: Wishes) -> bool:
    """Whether a sentence of the body asks for a place beyond doubt, so that a hint of one in a question is none."""
    return any(h.weight >= CERTAIN and not h.sentence.subject for h in wishes.of(Kind.PLACE_REQUEST))


def _asks_nothing(hit: Hit) -> bool:
    """Whether it only wonders, says where to write, or tells a need: "she would like any papers by e-mail beforehand"."""
    plain, said = hit.sentence.plain, hit.words.lower()
    if not hit.sentence.marked and (
        words.sign("only_marked").match(plain[hit.start :]) or words.sign("handling").search(plain)
    ):
        return True
    to_know = said.startswith("need to know") and not words.sign("others_need").search(plain[: hit.start + len("need")])
    needs = words.sign("need_or_gift").match(said) and not to_know
    wonders = words.sign("know_whether").search(plain)
    tells = (hit.rule == INFORMATION and not wonders) or (needs and not hit.sentence.asks)
    need = tells and any(words.pattern(f"needs.{sort}").search(hit.sentence.plain) for sort in ("access", "dietary"))
    return need or _exclaims(hit.sentence) or bool(words.sign("in_order").search(plain))


def may_be_private(hit: Hit) -> bool:
    """Whether friends ask each other such things too: a bare question, or "Ring me tonight" with no word of why."""
    if hit.rule != RING:
        return hit.rule in ASKS
    bids = words.sign("bids_to_ring").match(hit.words.lower())
    tells = words.sign("tells_by_telephone").search(hit.sentence.plain)
    return bool(bids and not tells) or words.sign("rings_another").search(hit.sentence.plain) is not None


def _exclaims(sentence: Sentence) -> bool:
    """Whether a question wants no answer: it only wonders at something."""
    return bool(words.sign("rhetorical").search(sentence.plain) or words.sign("salutation").fullmatch(sentence.plain))


def _mere_courtesy(wishes: Wishes, sentence: Sentence, spoken: set[int]) -> bool:
    """Whether a few words only ask whether the wish is all right, or give a number beside it: "You can ring me on ..."."""
    if spoken and not sentence.asks and words.sign("gives_number").match(sentence.plain):
        return True
    if spoken and words.sign("wants_receipt").search(sentence.plain):
        return True
    return bool(spoken) and len(sentence.text.split()) <= COURTESY and bool(words.sign("polite").search(sentence.plain))


def _needs_no_answer(wishes: Wishes, sentence: Sentence, spoken: set[int]) -> bool:
    """Whether a sentence with a question mark is politeness, or a wish that has been understood already."""
    text = wishes.masked[sentence.order]
    if any(words.sign(sign).search(text) for sign in ("too_late", "for_a_part", "asks_fit")) or (
        sentence.order in spoken and words.sign("tail_wish").search(_rest(wishes, sentence))
    ):
        return False
    if words.sign("polite").search(text) and (spoken or "confirm" not in text):
        return not words.sign("asks_for_a_thing").search(text)
    if spoken and words.sign("wants_receipt").search(sentence.plain):
        return True
    if wishes.passed_on and sentence in wishes.body and words.sign("passes_on").search(sentence.plain):
        return True  # it asks for what is passed on
    more = sentence.order in spoken and _tail(wishes, sentence)
    if (_said_already(wishes, sentence) and not more) or (wishes.total(Kind.TEMPLATE_REQUEST) >= CERTAIN and _fails(sentence)):
        return True
    return sentence.order in spoken and not more


def _said_already(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether it asks for what is wanted in any case: how an example is to be sent, or that a change is to be noted."""
    fits = words.sign("asks_fit").search(sentence.plain)
    sends = (
        not fits
        and wishes.total(Kind.TEMPLATE_REQUEST) >= CERTAIN
        and words.sign("sends").search(wishes.masked[sentence.order])
    )
    return bool(sends) or _instructs(wishes, sentence)


def _instructs(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether it only says, as a question, that a change is to be noted: "will you make a note of it?\""""
    changes = wishes.total(Kind.AMENDMENT) >= SUGGESTED or any(h.rule == MOVES for h in wishes.hits)
    if wishes.total(Kind.PLACE_REQUEST) >= CERTAIN and words.sign("make_note").search(sentence.plain):
        return True
    return changes and bool(words.sign("instructs").search(wishes.masked[sentence.order]))


def may_change(wishes: Wishes) -> str | None:
    """A question that may ask to change what was booked before, where nothing else is wanted: "could she have it?\""""
    if not wishes.before() or any(h.kind != Kind.QUESTION and h.weight >= CERTAIN for h in wishes.hits):
        return None
    doing = (s for s in wishes.body if s.asks and words.sign("asks_doing").search(s.plain))
    return next((s.text for s in doing), None)


def may_come(wishes: Wishes) -> str | None:
    """Beside a question, a remark of the sender's own on a seminar to come: it may hold a wish to be there."""
    if wishes.before() or wishes.answers or any(h.kind != Kind.QUESTION for h in wishes.hits):
        return None
    asked = {h.sentence.order for h in wishes.hits}
    for sentence in wishes.body:
        named = any(not m.denied and m.seminar not in wishes.over for m in wishes.mentions[sentence.order])
        own = words.sign("first_person").search(sentence.plain) and not words.sign("hearsay").search(sentence.plain)
        if named and own and sentence.order not in asked and not words.sign("only_tells").search(sentence.plain):
            return sentence.text
    return None


def _fails(sentence: Sentence) -> bool:
    """Whether it only wonders at a link that leads nowhere."""
    return bool(words.sign("leads_nowhere").search(sentence.plain))


def _tail(wishes: Wishes, sentence: Sentence) -> bool:
    """Whether a second question follows the wish within its sentence."""
    kinds = {h.kind for h in wishes.hits if h.sentence.order == sentence.order} - {Kind.QUESTION}
    rest = _rest(wishes, sentence)
    if not kinds or (kinds == {Kind.TEMPLATE_REQUEST} and not words.sign("beside_template").search(rest)):
        return False
    sign = "tail_question" if sentence.asks else "tail_unmarked"
    return bool(words.sign(sign).search(rest))


def _rest(wishes: Wishes, sentence: Sentence) -> str:
    """What follows the last wish of a sentence."""
    ends = [h.end for h in wishes.hits if h.sentence.order == sentence.order and h.kind != Kind.QUESTION]
    rest = wishes.masked[sentence.order][max(ends, default=0) :]
    return words.sign("of_whom").sub(" ", rest)
