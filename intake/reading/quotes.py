"""Where earlier mail begins in a text: quotation marks, attributions, head blocks and forwarding lines of mail programs."""

from __future__ import annotations

import re
from enum import Enum


class Share(Enum):
    """Whose a line is."""

    OWN = "own"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


_FORWARD_SUBJECT = re.compile(
    r"^\W*(?:fwd?|fw|wg|weitergeleitet|tr|rv|doorst|doorgest|i|enc|pd|yml|ymlaen)\s?(?:\[\d+\])?\s?:", re.IGNORECASE
)
_REPLY_SUBJECT = re.compile(r"^\W*(?:re|aw|antw|sv|vs|rif|odp|atb|r)\s?(?:\[\d+\])?\s?:", re.IGNORECASE)
_BEGIN_FORWARD = re.compile(
    r"^(?:[-–—_=*\s]{0,40}(?:forwarded (?:message|mail|e-?mail|by\b.{0,120})|begin forwarded message|start of forwarded message"
    r"|weitergeleitete (?:nachricht|mail)|anfang der weitergeleiteten (?:nachricht|e-?mail)|message (?:transféré|transmis"
    r"|réexpédié)"
    r"|début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|mensagem (?:encaminhada"
    r"|reencaminhada)"
    r"|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht"
    r"|(?:wiadomość przekazana|przekazana wiadomość)|neges (?:wedi'i hanfon ymlaen|a anfonwyd ymlaen))\s*:?[-–—_=*\s]{0,40})$",
    re.IGNORECASE,
)
_BEGIN_ORIGINAL = re.compile(
    r"^[-–—_=*\s]{0,40}(?:original (?:message|appointment|e-?mail)|reply message|ursprüngliche (?:nachricht|e-?mail)"
    r"|message d['’]origine|message original"
    r"|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|(?:wiadomość oryginalna"
    r"|oryginalna wiadomość)"
    r"|neges wreiddiol)\s?:?[-–—_=*\s]{0,40}$",
    re.IGNORECASE,
)
_LABELS = {
    "from": "from|von|de|da|van|od|fra|från|oddi wrth|o|mittente|expéditeur|remitente|lähettäjä|от|від|kimden|feladó|από|de la"
    "|afzender|nadawca|absender|expeditor|avsändare|afsender|frá",
    "date": "sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|wysłano|anfonwyd|dyddiad|sendt"
    "|skickat|sent at|received|quando|lähetetty|päivämäärä|отправлено|дата|gönderilme|gönderildi|tarih|odesláno|küldve|dátum"
    "|στάλθηκε|ημερομηνία|trimis|enviada em|data de envio|local time|sendt den|saatja|poslano|dato",
    "to": "to|an|à|a|para|aan|do|at|til|till|cc|kopie|copie|copia|reply-?to|destinatario|destinataire"
    "|destinatário|vastaanottaja|кому|kime|komu|címzett|προς|către|odbiorca|empfänger|ontvanger|modtager|mottagare|za",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|pwnc|emne|ämne|aihe|тема|konu|předmět|predmet"
    "|tárgy|θέμα|subiect|efni",
}
_LABEL = re.compile(
    r"^[*_]{0,2}\s?(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")[*_]{0,2}\s?:\s?[*_]{0,2}(?:\s|$|(?<=from:)|(?<=date:)|(?<=sent:)|(?<=subject:)|(?<=to:))",
    re.IGNORECASE,
)
_FIRST_LABEL = re.compile(r"^[*_]{0,2}\s?(?:\w{1,13}(?: \w{1,5})?)[*_]{0,2}\s?:")
_WROTE = re.compile(
    r"^(?:"
    r"(?:on|at)\b.{4,260}\b(?:wrote|writes|said|has written)\s?:?"
    r"|(?:am|den)\b.{4,260}\b(?:schrieb|skrev)\b.{0,160}:"
    r"|.{0,160}\bschrieb am\b.{0,160}:"
    r"|le\b.{4,260}\ba écrit\s?:"
    r"|el\b.{4,260}\bescribió\s?:"
    r"|em\b.{4,260}\bescreveu\s?:"
    r"|op\b.{4,260}\b(?:schreef|heeft)\b.{0,160}:"
    r"|il\b.{4,260}\bha scritto\s?:"
    r"|(?:w dniu|dnia)\b.{4,260}\b(?:napisał\(?a?\)?|pisze|napisała)\s?:"
    r"|ar\b.{4,260}\bysgrifennodd\b.{0,160}:"
    r"|.{0,160}[\w.+-]{1,64}@[\w-]+\.[\w.-]{1,100}[>)\]]*,?\s+(?:wrote|writes|schrieb|a écrit|escribió|schreef|ha scritto)\s?:"
    r"|quoting .{3,200}:"
    r"|\d{4}-\d\d-\d\d\s\d\d?:\d\d\s.{3,200}@.{3,120}:"
    r"|-{3,4}\s.{3,200}\bwrote\s?(?::|-{3,4})"
    r"|(?!.{0,110}\b(?:i|we|you|he|she|they|who|when)\s(?:\w+\s)?wrote\b)"
    r".{2,120}\b(?:wrote|schreef|skrev|schrieb|a écrit|escribió|ha scritto)\s(?:on|op|den|am|le|el|il)\b.{4,120}[:.]"
    r"|.{0,60}\d{4}.{0,40}\s(?:от|από|von|de|fra|från)\s.{2,120}@.{3,120}:"
    r")$",
    re.IGNORECASE,
)
_MAY_WRITE = re.compile(
    r"^(?:on|at|am|den|le|el|em|op|il|w dniu|dnia|ar|quoting|\d{4}-\d\d-\d\d)\b|^---|@"
    r"|\b(?:wrote|schrieb|writes|schreef|skrev|escribió)\b|\ba écrit\b|\bha scritto\b",
    re.IGNORECASE,
)
# GroupWise frames who wrote in marks, and puts none on what was written
_GROUPWISE = re.compile(r"^>>> .{3,160}\d.{0,40} >>>$")
# Yahoo's telephones put the first words of the quoted mail on the line of the attribution.
_RUNS_ON = re.compile(r"^on\b.{4,120}<[^<>\s]{3,120}@[^<>\s]{3,120}>\s?wrote:\s+\S", re.IGNORECASE)
_A_DATE = re.compile(r"\d{4}|\d[:./-]\d|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"\b(?:see|read|e-?mail|message|request|mail|note|form|answers?|details?|enquiry|copied|pasted"
    r"|sent) (?:\w+ ){0,4}(?:below|underneath)\b"
    r"|\bbelow (?:is|are|e-?mail|message|request)\b|(?<!look )(?<!looking )(?<!looked )\bforward(?:ed|ing)?\b"
    r"|\bpass(?:ed|ing)? (?:this|it|on)\b|\bon behalf of\b",
    re.IGNORECASE,
)


_RULE = re.compile(r"^[-_=*~\s]{4,200}$")  # a line drawn above mail that is quoted
_DEPTH = 5  # mail passed on inside mail passed on is told apart so many times


class Context:
    """What the message says beyond its text: whether it replies or passes on, and which addresses are the desk's."""

    def __init__(self, subject: str, replies: bool, own_addresses: tuple[str, ...], depth: int = 0) -> None:
        self.depth = depth  # mail passed on inside mail passed on
        self.forwards = bool(_FORWARD_SUBJECT.match(subject))
        self.replies = replies or bool(_REPLY_SUBJECT.match(subject))
        self.own_addresses = tuple(address.casefold() for address in own_addresses)

    def ours(self, head: str) -> bool:
        """Whether a head or attribution names an address of the desk as the writer."""
        return any(address in head.casefold() for address in self.own_addresses)


def mark(lines: list[str], context: Context) -> list[tuple[str, Share]]:
    """Each line with its share: OWN, QUOTED or FORWARDED. Lines passed on in ">" marks lose one level of these."""
    marked = _marked(lines, context)
    for at in range(len(marked) - 1, -1, -1):
        words, share = marked[at]
        if share is Share.OWN and words.strip() and _RULE.match(words):
            marked[at] = words, next((found for line, found in marked[at + 1 :] if line.strip()), Share.OWN)
    return marked


def _marked(lines: list[str], context: Context) -> list[tuple[str, Share]]:
    out: list[tuple[str, Share]] = []
    at, spoken = 0, False
    while at < len(lines):
        line = lines[at].strip()
        if _is_quote(line) and not _GROUPWISE.match(line):
            if _BEGIN_FORWARD.match(_unquoted(line).strip()):
                end = _end_of_quote(lines, at)
                out += _passed_on([_unquoted(words) for words in lines[at:end]], context)
                at = end
                continue
            out.append((lines[at], Share.QUOTED))
            at += 1
        elif _BEGIN_FORWARD.match(line):
            return out + _passed_on(lines[at:], context)
        elif (head := _head(lines, at, context, first=not spoken)) > 0:
            if _rest_is_marked(lines, at + head):
                out += [(words, Share.QUOTED) for words in lines[at : at + head]]
                at += head
                continue
            if _is_passed_on("\n".join(lines[at : at + head]), _words(out), context):
                return out + _passed_on(lines[at:], context)
            return out + [(words, Share.QUOTED) for words in lines[at:]]
        elif (length := _attribution(lines, at)) > 0:
            rest = _rest_is_marked(lines, at + length)
            if not rest and "@" in (said := " ".join(lines[at : at + length])) and _is_passed_on(said, _words(out), context):
                return out + _passed_on(lines[at:], context)
            out += [(words, Share.QUOTED) for words in lines[at : at + length]]
            at += length
            if not rest:
                return out + [(words, Share.QUOTED) for words in lines[at:]]
        else:
            blank_in_quote = not line and bool(out) and out[-1][1] is Share.QUOTED
            out.append((lines[at], Share.QUOTED if blank_in_quote else Share.OWN))
            spoken = spoken or bool(line)
            at += 1
    return out


def _passed_on(lines: list[str], context: Context) -> list[tuple[str, Share]]:
    """Mail that the sender passes on; what is quoted inside it, and mail of the desk's own, stays quoted."""
    start = next((at for at, line in enumerate(lines) if _LABEL.match(_unquoted(line).strip())), 1)
    rest = lines[start:]
    filled = [line for line in rest if line.strip()]
    if filled and all(_is_quote(line.strip()) for line in filled):
        lines = lines[:start] + [_unquoted(line) for line in rest]
    size = _block(lines, start)
    head = lines[: start + size] if size else lines[:start]
    if size and context.ours(_from_line(head)):
        return [(line, Share.QUOTED) for line in lines]
    inside = Context("Re:", True, context.own_addresses, context.depth + 1)
    rest = lines[len(head) :]
    below = mark(rest, inside) if inside.depth <= _DEPTH else [(line, Share.FORWARDED) for line in rest]
    return [(line, Share.FORWARDED) for line in head] + [
        (line, Share.FORWARDED if share is Share.OWN else share) for line, share in below
    ]


def _is_passed_on(head: str, own: str, context: Context) -> bool:
    if context.ours(_from_line(head.split("\n"))):
        return False
    if context.depth and _LABEL.match(head.lstrip("-_=*~ \n").split("\n")[0].strip()):
        return True  # the older mail of a chain, below heads as Outlook writes them
    return context.forwards or bool(_PASSED_ON.search(own))


def _from_line(head: list[str]) -> str:
    return next((line for line in head if (m := _LABEL.match(line.strip())) and m.lastgroup == "from"), " ".join(head))


def _is_quote(line: str) -> bool:
    return line.startswith(">")


def _unquoted(line: str) -> str:
    line = line.lstrip(" ")
    return line[1:].removeprefix(" ") if line.startswith(">") else line


def _words(out: list[tuple[str, Share]]) -> str:
    return "\n".join(words for words, share in out if share is Share.OWN).strip()


def _end_of_quote(lines: list[str], at: int) -> int:
    while at < len(lines) and (_is_quote(lines[at].strip()) or not lines[at].strip()):
        at += 1
    return at


def _rest_is_marked(lines: list[str], at: int) -> bool:
    """Whether the quotation that begins here has ">" marks, so that lines without them are the sender's again."""
    following = next((line.strip() for line in lines[at:] if line.strip()), "")
    return _is_quote(following)


def _head(lines: list[str], at: int, context: Context, *, first: bool) -> int:
    """Number of lines of a head block that begins here ("-----Original Message-----", From:, Sent: ...), 0 where none does."""
    line = lines[at].strip()
    if _BEGIN_ORIGINAL.match(line):
        below = _next_filled(lines, at + 1)
        return below - at + _block(lines, below)
    if re.fullmatch(r"[_-]{5,}", line):
        below = _next_filled(lines, at + 1)
        size = _block(lines, below)
        return below - at + size if size else 0
    size = _block(lines, at)
    # At the very top, without any sign of a reply, such lines are what the sender (or a web form) wrote.
    return 0 if size and first and not (context.replies or context.forwards) else size


def _next_filled(lines: list[str], at: int) -> int:
    return next((i for i in range(at, len(lines)) if lines[i].strip()), len(lines))


def _block(lines: list[str], at: int) -> int:
    """Lines of From:, Sent:, To:, Subject: standing together: who wrote, and two others at the least."""
    if at >= len(lines) or not _FIRST_LABEL.match(lines[at].strip()):
        return 0
    seen: set[str] = set()
    end = i = at
    other = 0  # lines without a label since the last one: a long list of addressees
    while i < len(lines) and i < at + 30 and other < 4:
        match = _LABEL.match(lines[i].strip())
        if match and match.lastgroup:
            seen.add(match.lastgroup)
            end, other = i + 1, 0
        elif not seen:
            return 0
        elif lines[i].strip() or "subject" in seen:
            other += 1
        i += 1
        if "subject" in seen and other:
            break
    return end - at if "from" in seen and len(seen) >= 3 else 0


def _attribution(lines: list[str], at: int) -> int:
    """Number of lines of "On ... wrote:" that begins here, folded on up to four lines; 0 where none does."""
    line = lines[at].strip()
    if _GROUPWISE.match(line):
        return 1
    if _RUNS_ON.match(line[:600]) and _A_DATE.search(line[:600]):
        return 1
    if not line or len(line) > 300 or not _MAY_WRITE.search(line):
        return 0
    joined = ""
    for length in range(1, 5):
        if at + length > len(lines) or not (words := lines[at + length - 1].strip()) or _is_quote(words):
            break
        joined = f"{joined} {words}".strip()
        if len(joined) > 500:
            break
        if _WROTE.match(joined) and (_A_DATE.search(joined) or "@" in joined or _rest_is_marked(lines, at + length)):
            return length
    if re.fullmatch(r".{2,80} (?:wrote|writes|schrieb)\s?:", line) and _rest_is_marked(lines, at + 1):
        return 1
    return 0
