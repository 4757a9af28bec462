"""Turns prose, transcripts and the library into the site, and checks that they agree.

=============  ==================================================================
room           its one job
=============  ==================================================================
`project`      where things are, and how a mistake in a source is reported
`sources`      reads what people write: pages, directives, embedded code
`running`      runs what changed, in fresh interpreters; remembers the rest
`facts`        the numbers that sentences use, each a function
`panels`       figures that answer to a slider, tabulated
`records`      what was measured once: when, where, with what
`checks`       what is wrong with a book: unused, out of step, typed by hand
`book`         read, run and checked: all of the above put together
`rendering`    what the book's pages become, as HTML and as notebooks
`search`       one index a language, with the terms that Korean needs
`runtime`      Python for the reader's browser: Pyodide, NumPy, the library
`browser`      what runs there: a package that goes into the site's wheel
`editions`     the book as it leaves the web: a zip that opens from disk, a PDF
`theme`        templates that override Material's
`adapter`      MkDocs calls these; nothing else here knows MkDocs
=============  ==================================================================
"""
