"""What only this book has."""
