"""Machine mail: which of the four kinds it is, and every reason why no automatic letter may go to a message.

The header rules are those of RFC 3834 section 2 and what 629 real bounces, complaints and automatic replies showed: no
single header is enough. What only the words give away needs two tell-tales, and is never held against somebody who asks
for something plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from intake.model import Kind, Message, Wording
from intake.programme import Programme
from intake.reading import telltales, words
from intake.reading.sentences import MOST, plain

_ROLE = re.compile(
    r"^(?:mailer-?daemon|post-?_?master|no-?_?\.?reply|do-?_?not-?_?reply|dont-?reply|bounces?|notifications?|auto-?(?:reply|responder|mailer|confirm)"
    r"|daemon|mail-?system|microsoftexchange[0-9a-f]+|mdaemon|listserv|majordomo|mailman|system|www-?data|apache|nobody|root|double-?bounce"
    r"|abuse-?auto|symantec.*|mailmarshal|confirm(?:ation)?-[\w-]+)(?:[+._-].*)?@",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(r"\b(?:no|not|dont|don't)[-_.]?reply", re.IGNORECASE)
_PRECEDENCE = re.compile(r"\b(?:bulk|junk|list|auto[-_]?reply)\b", re.IGNORECASE)
_LISTS = re.compile(r"^list-(?:id|unsubscribe|post|help|owner|subscribe|archive)$")
TWO = 2  # tell-tales, where one may be anybody's words
PLAINLY = 2.5  # and from this it is asked for plainly
CALENDAR = 100_000  # bytes of a calendar part in which its method is looked for
_TRADE = "wants to begin a trade"  # the sign of telltales.toml
SURELY = 2.0  # from this weight on something is asked for
_VACATION = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-vacation", "x-mail-autoreply", "auto-reply")


@dataclass(frozen=True, slots=True)
class Traits:
    """What headers and words say about a message's being no person's."""

    kind: Kind | None  # the machine kind, None where a person wrote it, as far as can be seen
    sure: bool  # the headers say so, or the words leave no doubt
    why: str  # a sentence, "" where kind is None
    silence: tuple[str, ...]  # sentences: why no automatic letter may go
    suspect: bool = False  # a filter's mark, or some tell-tales of machine mail and nothing plainly asked for
    sells: bool = False  # among those tell-tales, that a trade is to begin
    nobody: bool = False  # a mail system's report or a list's mail: nobody wrote it to us


def traits(
    message: Message, wording: Wording, programme: Programme, asks: float, *, named: bool = False, plainly: bool = False
) -> Traits:
    """What kind of machine mail `message` is, if any.

    `asks` is the weight of the plainest wish in its words; `named`: a seminar of ours is asked about; `plainly`: something
    of ours is asked for by its name.
    """
    silence = tuple(dict.fromkeys(_silence(message, programme)))
    headers = _by_headers(message, programme)
    added = _NOTHING if headers else _added(message, wording, asks, named=named, plainly=plainly)
    kind, sure, why = (
        headers
        or _looked_at(_by_words(message, wording, asks, named=named, plainly=plainly), added)
        or _by_families(added)
        or (None, False, "")
    )
    if kind and not silence:
        silence = (why,)
    likely = added.weight >= telltales.threshold("suspect") and not (plainly and asks >= SURELY)
    suspect = kind is None and (_marked_spam(message) or likely or (asks < SURELY and _telling(message, wording)))
    trades = kind is None and added.kind == Kind.SPAM and _TRADE in added.signs
    sells = trades and (suspect or (len(added.signs) > 1 and not plainly))
    if suspect or sells:
        silence = (*silence, _FILTERED if _marked_spam(message) else _LIKE[added.kind] if likely else _LIKE[Kind.SPAM])
    nobody = kind == Kind.BOUNCE or bool(message.report_type) or _listed(message, programme)
    return Traits(kind, sure, why, silence, suspect, sells, nobody)


def _telling(message: Message, wording: Wording) -> bool:
    """One tell-tale of advertising that is more than a polite phrase."""
    text = f"{plain(message.subject)}. {_on_one_line(wording.own)}"
    return _count("spam", text, but="courtesy") > 0 or _has("body.pitch", text)


# ------------------------------------------------------------------------------------------------ whom not to answer


def _values(message: Message, name: str) -> list[str]:
    return [value for key, value in message.headers if key == name]


def _silence(message: Message, programme: Programme) -> Iterator[str]:
    """Each reason not to answer that holds; RFC 3834 section 2."""
    if message.sender is None:
        yield message.sender_fault or "There is no single From address that could be answered."
    else:
        if message.sender.email.casefold() in programme.addresses:
            yield "It comes from our own address."
        if _ROLE.match(message.sender.email) or _NO_REPLY.search(message.sender.email.split("@")[0]):
            yield "It comes from an address that nobody reads."
    yield from (sentence for holds, sentence in _SIGNS if holds(message))
    if _listed(message, programme):
        yield "It comes from a mailing list (List headers)."
    if _bulk_precedence(message, programme):
        yield "Its headers call it bulk mail (Precedence)."
    if _disowned(message, programme):
        yield "Our mail server says that it does not come from where it claims to (dmarc=fail)."


def _automatic(message: Message) -> bool:
    stated = (re.split(r"[;(]", value)[0].strip().lower() for value in _values(message, "auto-submitted"))
    return any(value not in {"no", ""} for value in stated)


def _disowned(message: Message, programme: Programme) -> bool:
    """A server that is trusted says dmarc=fail in Authentication-Results (RFC 8601); anybody else's word counts for nothing."""
    trusted = {name.casefold() for name in programme.trusted_authserv}
    for value in _values(message, "authentication-results"):
        server, _, results = re.sub(r"\([^()]*\)", " ", value).partition(";")
        speaks = server.split()[:1]  # a version may stand behind the name
        if speaks and speaks[0].casefold() in trusted and re.search(r"(?:^|;)\s*dmarc\s*=\s*fail\b", results, re.IGNORECASE):
            return True
    return False


def _null_path(message: Message) -> bool:
    return any(value.strip() == "<>" for value in _values(message, "return-path"))


def _suppressed(message: Message) -> bool:
    return any(re.search(r"\b(?:all|autoreply)\b", v, re.IGNORECASE) for v in _values(message, "x-auto-response-suppress"))


def _vacation(message: Message) -> bool:
    return any(_values(message, name) for name in _VACATION)


def _bulk_precedence(message: Message, programme: Programme) -> bool:
    return any(_PRECEDENCE.search(value) for value in _values(message, "precedence")) and not _own_list(message, programme)


_SIGNS: tuple[tuple[Callable[[Message], bool], str], ...] = (
    (_automatic, "Its headers say that a program sent it (Auto-Submitted)."),
    (_null_path, "Its envelope has no sender, as with reports and automatic replies (Return-Path)."),
    (lambda m: m.content_type == "multipart/report", "It is a report of a mail system."),
    (_suppressed, "Its headers ask for no automatic replies (X-Auto-Response-Suppress)."),
    (_vacation, "Its headers say that it is an automatic reply."),
    (lambda m: bool(_values(m, "x-failed-recipients")), "It reports mail that was not delivered (X-Failed-Recipients)."),
    (lambda m: bool(_values(m, "x-loop")), "Its headers warn of a loop (X-Loop)."),
)


def _marked_spam(message: Message) -> bool:
    """A filter on the way called it spam: SpamAssassin and its like, Exchange (a confidence level of 5 or more), Forefront."""
    flagged = any(v.strip().lower().startswith("yes") for n in ("x-spam-flag", "x-spam-status") for v in _values(message, n))
    levels = (re.match(r"\s*(\d+)", value) for value in _values(message, "x-ms-exchange-organization-scl"))
    verdicts = (re.search(r"\bSFV:(?:SPM|SKS|BLK)\b", value) for value in _values(message, "x-forefront-antispam-report"))
    return flagged or any(level and int(level.group(1)) >= 5 for level in levels) or any(verdicts)


def _calendar(message: Message) -> str:
    """The method of a calendar part (RFC 5546), in upper case; "" where there is none."""
    for part in message.parts:
        if "text/calendar" in {part.content_type, part.detected_type}:
            found = re.search(rb"(?mi)^METHOD(?:;[^:\r\n]*)?:\s*(\w+)", part.data[:CALENDAR])
            return found.group(1).decode("ascii").upper() if found else ""
    return ""


def _own_list(message: Message, programme: Programme) -> bool:
    ids = " ".join(_values(message, "list-id")).casefold()
    return bool(ids) and any(own.casefold() in ids for own in programme.own_lists)


def _listed(message: Message, programme: Programme) -> bool:
    return any(_LISTS.match(name) for name, _ in message.headers) and not _own_list(message, programme)


# ------------------------------------------------------------------------------------------------------- which kind


_AWAY = "It reads like the automatic reply of somebody away."
_FILTERED = "A spam filter on the way has marked it as spam."
_NOT_DELIVERED = "It is a mail system's report about mail that was not delivered."


def _by_headers(message: Message, programme: Programme) -> tuple[Kind, bool, str] | None:
    subject, text = plain(message.subject), plain(message.text[:MOST])
    email = message.sender.email if message.sender else ""
    daemon = bool(re.match(r"(?:mailer-?daemon|post-?_?master|microsoftexchange)", email, re.IGNORECASE))
    null, automatic = _null_path(message), _automatic(message)
    report = message.content_type == "multipart/report" or bool(_values(message, "x-failed-recipients"))
    named_bounce = _has("subject.bounce", subject) and (daemon or null or automatic)
    away = _has("subject.automatic_reply", subject) or _away(text)
    return _first(
        (message.report_type == "disposition-notification", Kind.AUTOMATIC_REPLY, True, "It is a read receipt."),
        (report or named_bounce or (daemon and _has("body.bounce", text)), Kind.BOUNCE, True, _NOT_DELIVERED),
        (re.match(r"mailer-?daemon@", email, re.IGNORECASE) is not None, Kind.BOUNCE, True, _NOT_DELIVERED),
        (automatic or _vacation(message), Kind.AUTOMATIC_REPLY, True, "Its headers say that a program answered by itself."),
        (null and away, Kind.AUTOMATIC_REPLY, True, "It has no envelope sender and reads like an automatic reply."),
        (
            _bulk_precedence(message, programme) and _count("ticket", f"{subject}. {_on_one_line(message.text)}") >= TWO,
            Kind.AUTOMATIC_REPLY,
            True,
            "It reads like the receipt of a help desk.",
        ),
        (
            _bulk_precedence(message, programme) and _has("subject.automatic_reply", subject),
            Kind.AUTOMATIC_REPLY,
            True,
            "Its subject says that it is an automatic reply.",
        ),
        (_listed(message, programme), Kind.BULK, True, "It comes from a mailing list."),
        (_bulk_precedence(message, programme), Kind.BULK, True, "Its headers call it bulk mail."),
    )


def _by_words(message: Message, wording: Wording, asks: float, *, named: bool, plainly: bool) -> tuple[Kind, bool, str] | None:
    """What the words alone give away: the sender's own for people's mail, all of them for circulars."""
    subject, own = plain(message.subject), _on_one_line(wording.own)
    every = _on_one_line("\n".join((wording.own[:MOST], wording.signature, wording.disclaimer)))
    ours = plainly and asks >= PLAINLY  # who asks for a place here may well speak of a late husband
    spam = _count("spam", f"{subject}. {own}", but="courtesy" if ours else "") + _has("body.goods", f"{subject}. {own}")
    bulk = _count("bulk", every) + _has("subject.bulk", subject) + _undisclosed(message)
    says_automatic = (_has("body.automatic_reply", own) and asks < 2.5) or (
        _has("subject.automatic_reply", subject) and asks < 2
    )
    returned = _has("body.bounce", own) and _has("subject.bounce", subject)
    both = _has("body.automatic_reply", own) and _has("subject.automatic_reply", subject)
    if plainly:  # then what the signature advertises is not what the message is for
        bulk = _count("bulk", own) + _has("subject.bulk", subject)
    filtered, hidden = _marked_spam(message), _undisclosed(message) and bool(message.reply_to)
    calendar = _calendar(message)
    phishing = not message.in_reply_to and all(
        _has(f"body.{sign}", f"{subject}. {every}") for sign in ("phish_asks", "phish_threat")
    )
    ticket, challenge = _count("ticket", f"{subject}. {every}"), _count("challenge", f"{subject}. {own}")
    return _first(
        (calendar == "REPLY", Kind.AUTOMATIC_REPLY, False, "It is the answer of a calendar program to an invitation."),
        (bool(calendar) and asks < PLAINLY, Kind.BULK, True, "It is a calendar invitation."),
        (both, Kind.AUTOMATIC_REPLY, True, "Its subject and its words say that it is an automatic message."),
        (phishing, Kind.SPAM, True, "It is after a password, as frauds are."),
        (ticket >= TWO, Kind.AUTOMATIC_REPLY, True, "It reads like the receipt of a help desk."),
        (challenge >= TWO and asks < SURELY, Kind.AUTOMATIC_REPLY, True, "It asks us to prove that we are people."),
        (filtered and (spam >= 1 or asks < SURELY), Kind.SPAM, True, _FILTERED),
        (hidden and spam >= 2, Kind.SPAM, True, "It reads like a fraud, and hides to whom it was sent."),
        (spam >= 3, Kind.SPAM, asks < 3 and not named, "It reads like unsolicited advertising or a fraud."),
        (spam >= 2 and asks < 3, Kind.SPAM, asks < SURELY and not named, "It reads like unsolicited advertising or a fraud."),
        (says_automatic, Kind.AUTOMATIC_REPLY, True, "It says that it is an automatic message."),
        (
            (_away(own) and asks < SURELY) or (_count("away", own) > TWO and asks < 3),
            Kind.AUTOMATIC_REPLY,
            len(own.split()) < 120,
            _AWAY,
        ),
        (returned, Kind.BOUNCE, True, "It reads like a report about mail that was not delivered."),
        (
            bulk >= 2 and (asks < 3 or bulk >= 3),
            Kind.BULK,
            bulk >= 3 or asks < 2,
            "It reads like a circular sent to many.",
        ),
    )


_LIKE = {
    Kind.AUTOMATIC_REPLY: "It may be an automatic reply.",
    Kind.BOUNCE: "It may be a report about mail that was not delivered.",
    Kind.BULK: "It may be a circular sent to many.",
    Kind.SPAM: "It may be unsolicited advertising.",
}


_NOTHING = telltales.Told(Kind.AUTOMATIC_REPLY, 0.0, (), 0.0, {}, 0.0)  # where the headers have said all


def _added(message: Message, wording: Wording, asks: float, *, named: bool, plainly: bool) -> telltales.Told:
    """The families of signs added up; what is plainly asked for weighs against them."""
    below = "" if plainly else _on_one_line("\n".join((wording.signature, wording.disclaimer)))
    wish = 3.0 if plainly and asks >= SURELY else 2.0 if asks >= PLAINLY else 1.0 if asks >= SURELY or named or plainly else 0.0
    own = _on_one_line(wording.own) or _on_one_line(wording.disclaimer)  # a circular may be all footer
    return telltales.told(plain(message.subject), own, below, wish)


def _looked_at(found: tuple[Kind, bool, str] | None, added: telltales.Told) -> tuple[Kind, bool, str] | None:
    """What a few words say is looked at by a person where signs of a person outweigh all that the families tell."""
    if found is None or (found[2] == _AWAY and added.each[found[0]] + added.person < telltales.threshold("suspect")):
        return None  # nothing but words that somebody away would use, and so does anybody
    if {found[0], added.kind} == {Kind.BULK, Kind.SPAM} and added.weight - added.each[found[0]] >= PLAINLY:
        found = added.kind, found[1], _reads_like(added)
    outweighed = added.each[found[0]] <= telltales.threshold("outweighed") and added.person >= telltales.threshold("person")
    enough = telltales.threshold("asks" if found[0] == Kind.BULK else "plain")
    if not outweighed and added.shown < enough:
        return found
    kind, _, why = found
    return kind, False, why


def _by_families(added: telltales.Told) -> tuple[Kind, bool, str] | None:
    """Enough families of signs together; sure where nothing speaks of a person."""
    if added.weight < telltales.threshold("kind"):
        return None
    sure = added.weight >= telltales.threshold("sure") and added.person < telltales.threshold("person") / 2
    return added.kind, sure, _reads_like(added)


def _reads_like(added: telltales.Told) -> str:
    return f"{_LIKE[added.kind][:-1].replace('may be', 'reads like')}: it {', '.join(added.signs)}."


def _first(*rules: tuple[bool, Kind, bool, str]) -> tuple[Kind, bool, str] | None:
    """Of rules in order of strength, the first that holds: kind, whether it is sure, and why."""
    return next(((kind, sure, why) for holds, kind, sure, why in rules if holds), None)


@lru_cache(maxsize=8)
def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", plain(text[:MOST]))


def _away(text: str) -> bool:
    return _count("away", text) >= 2


def _undisclosed(message: Message) -> bool:
    """A circular goes to undisclosed recipients, or to its own sender."""
    to = " ".join(_values(message, "to")).casefold()
    return "undisclosed" in to or bool(
        message.sender and message.to and all(a.email == message.sender.email for a in message.to)
    )


def _count(name: str, text: str, but: str = "") -> int:
    """How many tell-tales there are, each pattern twice at most; without those that are all of the kind `but`."""
    harmless = words.pattern(f"machine.body.{but}") if but else None

    def told(pattern: re.Pattern[str]) -> set[str]:
        return {m.group() for m in pattern.finditer(text) if not (harmless and harmless.fullmatch(m.group()))}

    any_of_them = words.pattern(f"machine.body.{name}").search(text)
    return sum(min(2, len(told(pattern))) for pattern in _each(name)) if any_of_them else 0


@cache
def _each(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(words.lines(line) for line in words.table("machine")["body"][name].splitlines() if line.strip())


def _has(path: str, text: str) -> bool:
    return bool(words.pattern(f"machine.{path}").search(text))
