"""What only this book has: facts, figures, panels and records."""
