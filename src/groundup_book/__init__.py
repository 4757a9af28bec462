"""What only this book has: its facts, figures, panels, records, and the page of digits."""
