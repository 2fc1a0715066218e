"""The template of the call, both ways: writes the blank form, and reads the forms that come back."""

from intake.forms.blank import blank
from intake.forms.choice import option
from intake.forms.find import returned

__all__ = ["blank", "option", "returned"]
