"""Carries out plans: one pass, the schedule, the check-up, the demo. Whatever says "first, then, if that failed" is here."""
