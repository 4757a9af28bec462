"""Makes a book whose code runs: in several languages, from prose, transcripts and a library.

=============  ==================================================================
room           its one job
=============  ==================================================================
`project`      where things are, and how a mistake in a source is reported
`document`     reads what people write: pages as tokens, transcripts, definitions
`kinds`        what a page can embed: one file a kind, all of it
`running`      runs what changed, in fresh interpreters; remembers the rest
`checks`       what is wrong with a book: unused, out of step, typed by hand
`book`         read, run and checked: all of the above put together
`rendering`    what the book's pages become: Markdown, HTML, drawings, cards
`words`        what the machine says to readers, one file a language
`search`       one index a language, with the terms that Korean needs
`runtime`      Python for the reader's browser: Pyodide, NumPy, the library
`browser`      what runs there: a package that goes into the site's wheel
`editions`     the book as it leaves the web: a zip that opens from disk, a PDF
`mkdocs`       plugin, theme, scripts and styles; nothing else here knows MkDocs
=============  ==================================================================

It knows no book. A book names its package, its library and its languages in ``mkdocs.yml``.
"""
