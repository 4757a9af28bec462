"""What runs in the reader's browser, beside the library: it goes into the site's wheel."""
