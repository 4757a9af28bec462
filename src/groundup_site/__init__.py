"""Turns prose, transcripts and the library into the site, and checks that they agree.

==================  ===========================================================
module              its one job
==================  ===========================================================
`project`           where things are, and how a mistake in a source is reported
`directives`        finds ``{{ ... }}`` in a page
`pages`             reads a page: front matter, headings, embeds, boxes
`symbols`           the source of a function or class, by its dotted name
`transcripts`       parses, runs, compares and rewrites interpreter transcripts
`execution`         a statement, run as the prompt would; in the browser too
`facts`             the numbers that sentences use, each a function
`drawings`          a figure as an SVG that follows the page's colours
`dependencies`      which files a piece of code depends on
`runs`              runs what changed, in fresh interpreters; remembers the rest
`embeds`            the HTML of each embed
`docstrings`        numpydoc as HTML
`reference`         API pages from docstrings
`notebooks`         a lab: one page, one notebook, the same transcripts
`kernels`           executes and renders a notebook's cells
`mathematics`       LaTeX to MathML
`prose`             numbers and code typed by hand
`parity`            Korean and English: the same book
`search`            one index a language, with the terms that Korean needs
`runtime`           Python for the reader's browser: Pyodide, NumPy, the library
`browser`           what runs there: a package that goes into the site's wheel
`html`              what is mended in a finished page
`book`              all of the above put together: read, run
`findings`          what is wrong with a book
`rendering`         what its pages become
`adapter`           MkDocs calls these three; nothing else here knows MkDocs
==================  ===========================================================
"""
