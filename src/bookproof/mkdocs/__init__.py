"""MkDocs calls the book from here; nothing outside this folder knows MkDocs."""
