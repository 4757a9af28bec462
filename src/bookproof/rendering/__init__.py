"""What the book's pages become, as HTML."""
