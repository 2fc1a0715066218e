"""Where a sender's words end: signatures, lines of telephones and mail programs, disclaimers, footers of lists."""

from __future__ import annotations

import re
import unicodedata

from intake.reading.literals import Block
from intake.reading.quotes import Share
from intake.reading.sentences import plain

_KISS = re.compile(r"[A-Z][a-z]{1,12},? x{1,4}")
_INITIALS = re.compile(r"[A-Z](?:[.\s-]*[A-Z]){0,3}\.?")
_BULLET = re.compile(r"[-*•☐☒☑]|\d{1,2}[.)]\s|\[[ xX]?\]")
_LISTED = re.compile(r"\s*(?:[-*•]|\(?\d{1,2}[.)]\s)")  # an item of a list
_LISTS = re.compile(
    r":$|\b(?:names?|below|follow\w*|attend\w*|delegates?|places?|seats?|people|are|is|for|and|with)\W*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:with|wishing|warm\w*|all (?:the|my) (?:best|very)|best|kind\w*|thanks?|thanking|cheers|love|regards|yours"
    r"|greetings|god bless|many"
    r"|cordially|[a-z]+ly|bye|see you|until then|happy|merry|have a|take care|remain|blessings|peace)\b(?!.*\d)",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\d{1,2}\s(?:x|for|places?|seats?|tickets?|people|of us|to)\b", re.IGNORECASE)
_NAME = r"(?:[A-ZÀ-Þ][\w'’.-]*\.?)"
_SIGN_OFF = re.compile(
    r"^(?:(?:[^\W\d_]+ ?){1,3}/ ?)?(?:and |with )?(?:"  # in two languages
    r"(?:(?:very|all|my|our|many|much|kind|kindest|warm|warmest|best|good|sincere|sincerest|personal|fond|the|with|lots of"
    r"|in) ){1,4}"
    r"(?:regards|wishes|thanks|best|thoughts|love|solidarity|appreciation|anticipation|gratitude|respect|peace|hope|haste)"
    r"|regards|rgds|best|cheers|ta|love|blessings|salaam|peace|thanks|thank you|thank-you|thx"
    r"|(?:many )?(?:thanks|thank you)(?: you)?(?: so| very| ever so)?(?: much)?(?: again| indeed)?(?: in (?:advance"
    r"|anticipation))?"
    r"(?: for (?:your|any|all your|all the)(?: \w+){1,4})?(?: and (?:best|kind|warm|kindest) (?:wishes|regards))?"
    r"|(?:kind |best |warm )?(?:regards|wishes) and (?:many )?thanks"
    r"|yours(?: very)?(?: sincerely| faithfully| truly| gratefully| respectfully| in \w+| ever| etc)?"
    r"|sincerely(?: yours)?|faithfully|respectfully|gratefully|take care|bw|kr|all the best|best of luck|speak soon"
    r"|bye(?: for now)?"
    r"|cofion(?: gorau| cynnes)?|(?:gyda )?diolch(?: yn fawr)?(?: iawn)?|yn gywir|hwyl|mit freundlichen grüßen|viele grüße"
    r"|cordialement|un saludo|saludos"
    r")"
    r"(?P<name>[\s,.!:;–—-]{1,4}(?-i:" + _NAME + r"(?:\s" + _NAME + r"){0,3}))?[\s,.!:;–—x-]{0,6}$",
    re.IGNORECASE,
)
_PEOPLE = r"(?:a|an|two|three|four|five|six|\d+) (?:\w+ )?(?:group|people|members|patients|nurses|carers|panel|committee)\b"
_DEVICE = re.compile(
    r"^\W{0,3}(?:(?:sent|posted|written|typed|envoyé|gesendet|enviado|inviato|verzonden|anfonwyd|wysłane|wysłano|skickat"
    r"|sendt|von meinem)\s"
    r"(?:on|from|via|using|by|with|de|depuis|von|mit|desde|da|dal|vanaf|van|o|oddi|z|från|fra|through|iphone|ipad)\b"
    rf"(?! {_PEOPLE}).{{1,80}}"
    r"|(?:apologies|sorry) for (?:the |any )?(?:brevity|typos|spelling|shortness|mistakes).{0,60}"
    r"|get outlook for .{1,30}|von meinem \w+ gesendet|(?:télécharger|scarica) outlook.{1,40}|this email was sent from .{1,60}"
    r"|(?:please )?excuse (?:any )?(?:typos|brevity|spelling|mistakes).{0,60})\s*$",
    re.IGNORECASE,
)
# the same in any language: a few words around the name of a device, at the foot of the mail
_NAMED_DEVICE = re.compile(
    r"^\W{0,3}(?:\S{1,20} ){0,4}\S{0,3}(?:iphone|ipad|ipod|android|blackberry|galaxy|huawei|nokia|xperia|lumia"
    r"|smartphone|htc)\S{0,8}"
    r"(?: \S{1,20}){0,2}\W{0,3}$",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(r"(?:^|\s)I(?:['’]m|['’]ve)?\s")
_URL = re.compile(r"^\W?(?:https?://|www\.)\S+$", re.IGNORECASE)
# what signatures say in sentences
_HABITS = re.compile(
    r"^\W{0,3}(?:please note (?:that )?)?(?:(?:my|our|normal|usual) (?:\w+ )?(?:working|office|work) (?:days|hours|pattern"
    r"|week)\b|(?:working|office) (?:days|hours)\b"
    r"|i (?:normally |usually |only |currently )?work (?:part[- ]time|flexibl\w+|mon|tues|wednes|thurs|fri"
    r"|on (?:mon|tues|wednes|thurs|fri)|from home|\w+ days)|(?:my )?pronouns\b"
    r"|(?:[^.?!]{3,60}[.!] )?have you (?:had your|seen our|joined|signed up|visited|liked|followed|tried our"
    r"|thought (?:about|of)) .{2,60}\?$"
    r"|i (?:may |sometimes |often )?(?:send|work|choose).{0,60}(?:outside|out of|different|times that suit)"
    r"|(?:please )?(?:think|consider|do not print|don't print|save paper|save trees)\b)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\W{0,3}(?:P\.?\s?){1,3}S\b\.?[\s:.,–—-]|^\W{0,3}ps[:.,\s–—-]+\w", re.ASCII)
_DIVIDER = re.compile(r"^[\s_=*#~•·.–—-]{4,}$")
_CONTACT = re.compile(
    r"\d{4,}[\s)-]?\d{3}|\(\d{2,5}\)\s?\d|\+\d{2}|@[\w-]+\.|\bwww\.|https?://|\b(?:tel|telephone|phone|mob|mobile|fax|email"
    r"|e-mail|web|twitter|ext)\b[\s.:]"
    r"|\b[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?:^|\s)(?:I|I'm|I’m|I'd|I’d|I'll|I’ll|I've|I’ve|we|We|we'd|we’d|my|My|me|please|Please|could|Could|can|Can|would"
    r"|Would|sorry|Sorry|forgot|also|Also)\b"
)

_E = r"(?:e-?\s?mail|message|communication|transmission|correspondence)"
# Looked for in plain text. A line a wording.
_DISCLAIMER = Block(
    [
        rf"\b(?:this|the) {_E}\b.{{0,120}}\b(?:is confidential|confidential(?:\W|$)(?! form)|privileged|legally"
        r"|intended (?:solely|only|for|recipient))",
        rf"\b(?:information|contents?|views|opinions|statements)(?: and \w+)?(?: \w+){{0,3}} (?:in|of|with|by) this {_E}",
        rf"\bthis {_E}\b.{{0,60}}\bfor the (?:addressee|recipient|person|individual|named)",
        r"\b(?:reached|sent to|received by) you (?:by mistake|in error)",
        r"\bviews (?:given|expressed|stated)\b.{0,40}\b(?:author|sender|writer)",
        rf"\bif you (?:are not|have received|receive|were not|think you have)\b.{{0,40}}(?:intended|addressee|in error|{_E})",
        r"\bnot the intended recipient|\bintended (?:solely|only) for (?:the|use by)",
        r"\b(?:scanned|checked|swept) (?:for|by|with|and)\b.{0,60}"
        r"(?:virus|mimecast|mailscanner|messagelabs|symantec|sophos|anti|avast|avg)",
        r"\b(?:virus[- ]free|free (?:of|from) viruses)\b",
        rf"\bthis {_E} (?:and|has been|may|was|contains|originated)\b.{{0,60}}"
        r"(?:attach|file|scan|virus|monitor|confiden|outside|external|privileg)",
        r"\bfreedom of information act\b.{0,80}(?:disclos|request|subject|public)",
        r"\bunauthori[sz]ed (?:use|disclosure|copying|access)",
        r"^\W{0,6}(?:confidentiality|disclaimer|legal disclaimer|e-?mail disclaimer|important notice"
        r"|privacy and confidentiality)(?: notice| statement)?\W{0,6}$",
        r"^\W{0,6}(?:confidentiality(?: notice| statement)?|disclaimer|important notice"
        r"|private (?:and|&) confidential)\s?[:.-]",
        rf"^\W{{0,4}}(?:caution|warning|external|\[external)\b.{{0,30}}\b(?:{_E}|sender)\b",
        rf"\byou(?: are|'re)? (?:receiv\w+|got|subscribed)\b.{{0,30}}(?:\b(?:{_E}|this|it)\b.{{0,30}}\b(?:because|as you)"
        r"|to this group)",
        r"\bno longer (?:wish|want) to (?:get|receive|hear)|\bopt out\b",
        r"\bto unsubscribe\b|^\W{0,4}unsubscribe\b|/(?:mailman/)?listinfo/|\b[\w-]+ mailing list\s*$",
        r"\be-?bost hwn\b.{0,80}\bcyfrinachol",
    ]
)
_REGISTERED = re.compile(
    r"\b(?:registered )?(?:charity|company|charitable company)\s?(?:registration|registered|reg\.?)?\s?(?:no\b\.?|num\w*"
    r"|#)?\s?[:.]?\s?(?:in england\w*\s?)?\(?\d{5,8}"
    r"|\bregistered (?:charity|company|office|in (?:england|scotland|wales|northern ireland)|as a (?:charity"
    r"|company))\b.{0,80}(?:\d{5,8}|:|street|road|house)"
    r"|\bcompany limited by guarantee\b|\b(?:consider|think about|think of) (?:the|our) environment\b|\b(?:before"
    r"|need to) print(?:ing)? this"
    r"|\bthink before you print\b|^\W{0,3}(?:please )?(?:follow|find|like|join) us on\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"(?:^|\s)(?:I|I['’](?:m|d|ll|ve)|[Mm]y|me)(?=[\s,.!?]|$)|\?(?:\s|$)")
_SIGNATURE_LINES = 16
_TAIL = 300  # lines from the end in which a signature is looked for: a form may be pasted below it
_LONG_LINE = 2_000  # characters looked at for a disclaimer


def mark(lines: list[str], name: str, *, last: bool, below: bool = False) -> list[Share]:
    """Shares of a run of lines that are the sender's: OWN, SIGNATURE or DISCLAIMER.

    `name` is the sender's from the From line; `last`: no further words of the sender follow below; `below`: it stands below
    quoted mail.
    """
    shares = [Share.OWN] * len(lines)
    end = _mark_disclaimers(lines, shares)
    _mark_devices(lines, shares)
    start = _delimiter(lines) if below else None
    start = _signature_start(lines, shares, end, name, last=last) if start is None else start
    if start is not None:
        _mark_signature(lines, shares, start, end)
    _mark_registered(lines, shares)
    _blank_lines_follow(lines, shares)
    return shares


def _mark_disclaimers(lines: list[str], shares: list[Share]) -> int:
    """Marks disclaimers; returns where the last one begins. A banner at the top takes only its own paragraph."""
    spoken = False
    for at, line in enumerate(lines):
        if not line.strip() or shares[at] is Share.DISCLAIMER:
            continue
        joined = " ".join([line.strip(), *(part.strip() for part in lines[at + 1 : at + 3])])
        match = _DISCLAIMER.search(plain(joined[:_LONG_LINE]))
        if not match or match.start() >= len(line.strip()):
            spoken = True
            continue
        if not spoken:
            stop = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
            if any(words.strip() for words in lines[stop:]):
                shares[at:stop] = [Share.DISCLAIMER] * (stop - at)
                continue
        start = at
        while start > 0 and (not lines[start - 1].strip() or re.match(r"^[\s_=*#~•·.–—-]{2,}$", lines[start - 1])):
            start -= 1
        stop = next((i for i in range(at, len(lines)) if _POSTSCRIPT.match(lines[i].strip())), len(lines))
        shares[start:stop] = [Share.DISCLAIMER] * (stop - start)
        return start
    return len(lines)


def _mark_devices(lines: list[str], shares: list[Share]) -> None:
    for at, line in enumerate(lines):
        words = line.strip()
        if shares[at] is not Share.OWN or not words or len(line) >= 120:
            continue
        advert = _URL.match(words) and at > 0 and shares[at - 1] is Share.SIGNATURE
        if (_DEVICE.match(words) and not _OF_ONESELF.search(words)) or advert or _names_device(lines, shares, at):
            shares[at] = Share.SIGNATURE


def _names_device(lines: list[str], shares: list[Share], at: int) -> bool:
    """Whether a line at the foot, apart from what stands above it, is little more than the name of a telephone."""
    words = lines[at].strip()
    if not at or lines[at - 1].strip() or not _NAMED_DEVICE.match(words) or _SPEAKS.search(words) or words[-1] in "?!":
        return False
    return not any(line.strip() and share is Share.OWN for line, share in zip(lines[at + 1 :], shares[at + 1 :], strict=True))


def _delimiter(lines: list[str]) -> int | None:
    """Where a run begins with the line that stands above signatures (RFC 3676, 4.3), or None."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    return first if first is not None and lines[first].strip() == "--" else None


def _signature_start(lines: list[str], shares: list[Share], end: int, name: str, *, last: bool) -> int | None:
    """Where the signature begins in lines[:end], or None."""
    filled = [at for at in range(end) if lines[at].strip() and shares[at] is Share.OWN]
    for place in range(max(0, len(filled) - _TAIL), len(filled)):
        at = filled[place]
        line = lines[at].strip()
        below = _short_lines([lines[i].strip() for i in filled[place + 1 : place + 40]])
        nothing_below = place + 1 == len(filled)
        if place and re.fullmatch(r"--|—", line):
            return at
        if place and _SIGN_OFF.match(line) and (below or nothing_below):
            return at
        if place and _DIVIDER.match(line) and len(below) <= 12 and _contacts(below):
            return at
        if (
            last
            and place
            and (_is_name(line, name) or _KISS.fullmatch(line))
            and not _FIRST_PERSON.search(line)
            and (below or nothing_below)
            and _closes(lines, at, below)
        ):
            return _with_sign_off(lines, filled, place, name)
    return None


def _short_lines(below: list[str]) -> list[str]:
    """The lines below a sign-off up to the first that says something again."""
    stop = next((i for i, line in enumerate(below) if _goes_on(line)), len(below))
    return below[:stop] or (["-"] if stop < len(below) and _POSTSCRIPT.match(below[stop]) else [])


def _goes_on(line: str) -> bool:
    return bool(_POSTSCRIPT.match(line) or _COUNTS.match(line)) or _says_something(line) or _is_form([line])


def _closes(lines: list[str], at: int, below: list[str]) -> bool:
    """Whether a name stands where letters end, and not in a list of those who will come."""
    before = next((lines[i].strip() for i in range(at - 1, -1, -1) if lines[i].strip()), "")
    if _LISTS.search(before) or _LISTED.match(lines[at]):
        return False
    blank_above = not lines[at - 1].strip()
    complete = len(before.split()) >= 6 or _BULLET.match(before) is not None
    ended = (
        before[-1:] in ".!?," or _is_closing(before) or (blank_above and complete) or _INITIALS.fullmatch(before) is not None
    )
    if not below:
        return ended or blank_above
    return ended and (
        _contacts(below) or (len(below) <= 6 and all(len(line) <= 80 and line[-1] not in ".!:" for line in below))
    )


def _is_closing(line: str) -> bool:
    """Words before a name that are no sentence: "Fondly", "With every kindness,"."""
    if _CLOSING.match(line):
        return len(line.split()) <= (14 if line.endswith(",") else 6)
    return line.endswith(",") and len(line.split()) <= 4 and not re.search(r"\d", line)


def _with_sign_off(lines: list[str], filled: list[int], place: int, name: str) -> int:
    """Takes in what closes the letter above the name: a closing of the sender's own making, the given name alone."""
    start = filled[place]
    for at in reversed(filled[1:place]):
        line = lines[at].strip()
        first_of_paragraph = not lines[at - 1].strip()
        if not (first_of_paragraph and (_is_name(line, name) or _is_closing(line))):
            break
        if any(words.strip() for words in lines[at + 1 : start]):
            break
        start = at
    return start


def _says_something(line: str) -> bool:
    words = line.split()
    if _HABITS.match(line):
        return False
    if line.endswith("?"):
        return True
    return (len(words) >= 5 and bool(_SPEAKS.search(line)) and not _CONTACT.search(line)) or (
        len(words) >= 14 and line.endswith(".")
    )


def _is_form(lines: list[str]) -> bool:
    """Whether lines are questions and answers of a form rather than names and addresses."""
    if any(re.search(r"[☐☑☒✓✔]|\[[ xX]?\]\s|\?[:\t]|\?$", line) for line in lines):
        return True
    return any("\t" in line and not _CONTACT.search(line) for line in lines)


def _contacts(lines: list[str]) -> bool:
    return any(_CONTACT.search(line) for line in lines)


_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "revd",
        "cllr",
        "councillor",
        "sir",
        "dame",
        "lady",
        "lord",
    ]
)


def _tokens(words: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", words.casefold())
    return [w for w in re.findall(r"[^\W\d_]+", "".join(c for c in bare if not unicodedata.combining(c))) if w not in _TITLES]


def _is_name(line: str, name: str) -> bool:
    """Whether a line is the sender's name: whole, shortened, with initials, or followed by who that is."""
    if len(line) > 100 or ":" in line or "\t" in line:
        return False
    given = _tokens(
        re.sub(r"[\s,.]+x+$", "", re.split(r"[,|(/–—]| - ", line.replace("’", "'"), maxsplit=1)[0], flags=re.IGNORECASE)
    )
    known = _tokens(name.replace("’", "'"))
    if not given or not known or len(given) > len(known) + 2:
        return False
    if len(given) == 1:
        return len(given[0]) > 1 and (given[0] in known or known[0].startswith(given[0]))
    common = len({w for w in given if len(w) > 1} & set(known))
    initials = given[-1] in known and all(len(w) == 1 for w in given[:-1])
    return (
        common >= 2 or initials or (common == 1 and len(given) == 2 and given[0][0] == known[0][0] and given[-1] == known[-1])
    )


def _mark_signature(lines: list[str], shares: list[Share], start: int, end: int) -> None:
    """From the sign-off down to the end, but for a postscript or a paragraph that says something again."""
    delimiter = lines[start].strip() in ("--", "—")
    speaking, counted = False, 0
    for first, stop in _paragraphs(lines, start, end):
        words = [line.strip() for line in lines[first:stop]]
        if speaking and (_SIGN_OFF.match(words[0]) or words[0] == "--"):
            speaking, counted = False, 0
        joined = " ".join(words)
        share = Share.SIGNATURE
        if first != start and not speaking:
            if _POSTSCRIPT.match(words[0]) or (counted > _SIGNATURE_LINES and not delimiter):
                speaking = True
            elif len(joined.split()) >= 25 and not _FIRST_PERSON.search(joined) and not _is_form(words):
                share = Share.DISCLAIMER
            else:
                said = [line for line in words if not _HABITS.match(line)]
                speaking = not delimiter and (_is_form(said) or any(_says_something(line) for line in said))
        counted += len(words)
        for at in range(first, stop):
            habit = _HABITS.match(lines[at])
            if at > start and not habit and (_POSTSCRIPT.match(lines[at].strip()) or _FIRST_PERSON.search(lines[at])):
                speaking = True
            if not speaking and shares[at] is Share.OWN:
                shares[at] = share


def _paragraphs(lines: list[str], start: int, end: int) -> list[tuple[int, int]]:
    filled = [at for at in range(start, end) if lines[at].strip()]
    starts = [at for at in filled if at == start or not lines[at - 1].strip()]
    return [(at, next((i for i in range(at, end) if not lines[i].strip()), end)) for at in starts]


def _mark_registered(lines: list[str], shares: list[Share]) -> None:
    """Lines about charities, companies and printing, below the last words of the sender."""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].strip()
        if not line or shares[at] is Share.DISCLAIMER:
            continue
        if _REGISTERED.search(line) and len(line) < 300:
            shares[at] = Share.DISCLAIMER
        elif shares[at] is Share.OWN and not _DIVIDER.match(line):
            return


def _blank_lines_follow(lines: list[str], shares: list[Share]) -> None:
    """An empty line belongs to what stands above it."""
    for at in range(1, len(lines)):
        if not lines[at].strip():
            shares[at] = shares[at - 1]
