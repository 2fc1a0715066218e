"""The mailbox, the letters and the outbox: everything that speaks IMAP or SMTP."""
