"""The template of the call, both ways: writes the blank form, and reads the forms that come back."""

from intake.forms import aside
from intake.forms.blank import files as blank_files
from intake.forms.blank import pdf as blank_pdf
from intake.forms.blank import word as blank
from intake.forms.choice import option
from intake.forms.find import other_documents, outside, returned
from intake.forms.outside import Conversions, Converted, Outside

__all__ = [
    "Conversions",
    "Converted",
    "Outside",
    "aside",
    "blank",
    "blank_files",
    "blank_pdf",
    "option",
    "other_documents",
    "outside",
    "returned",
]
