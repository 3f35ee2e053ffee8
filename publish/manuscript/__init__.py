"""The manuscript: a book written out in Markdown for a person to correct, and read again."""
