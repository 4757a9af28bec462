"""What is wrong with a book that has been read and run."""
