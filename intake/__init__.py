"""Intake: an intake desk for a shared mailbox."""
