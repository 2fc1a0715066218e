"""Real servers for the tests: Dovecot for IMAP, aiosmtpd for SMTP, certificates of our own, and a peer that misbehaves."""
