"""The blank template of a call, as a Word document and as a PDF form: the same words, the same questions."""

from intake.forms.blank.pdf import pdf
from intake.forms.blank.word import word
from intake.programme import Programme

__all__ = ["files", "pdf", "word"]


def files(programme: Programme) -> tuple[tuple[str, bytes], ...]:
    """(file name, bytes) of the call's template, the Word document first; none where there is no call.

    The same programme gives the same bytes. It goes back to the first of the programme's addresses.
    """
    call, address = programme.call, programme.addresses[0]
    return ((call.file_name, word(call, address)), (call.pdf_name, pdf(call, address))) if call else ()
