"""The library that the book is about."""
