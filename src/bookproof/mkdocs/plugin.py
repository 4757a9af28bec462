"""The plugin: one build, all languages of the book.

Why not a plugin for translations: one that builds the site twice rebuilds every file
object behind the other plugins' backs, has one search index and one 404 page, and
falls back to the other language where a translation is missing.
"""

import copy
import json
import logging
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from jinja2 import FileSystemBytecodeCache
from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_relative_url

from bookproof import runtime, search
from bookproof.book import Book
from bookproof.checks.prose import ALLOWED
from bookproof.document.changes import changes
from bookproof.kinds.lab import labs
from bookproof.mkdocs import assets, components, css
from bookproof.project import Project, SourceError
from bookproof.rendering import discovery, mathematics
from bookproof.rendering.html import polish, without_python
from bookproof.rendering.pages import Rendering, for_search, in_page
from bookproof.rendering.policy import secured
from bookproof.words import WordError, words

log = logging.getLogger("mkdocs.plugins.bookproof")
ASSETS = Path(__file__).with_name("assets")
ALLOWED_URI = PurePosixPath(ALLOWED).name  # the book's own file in its docs, no page
THEME = Path(__file__).with_name("theme")


class Options(base.Config):
    """What a book says of itself; `bookproof.project.Settings` tells most of it.

    A language may have a ``site_name``, ``site_description`` and ``copyright`` of its own;
    `run` says whether the transcripts have Run buttons: true, false, or ``required``, which
    fails the build where Python for the browser cannot be had.
    """

    package = config_options.Type(str)
    library = config_options.Type(str)
    languages = config_options.Type(dict)
    run = config_options.Choice((False, True, "required"), default=False)


class BookproofPlugin(BasePlugin[Options]):
    """The leading language at ``/``, the others at ``/en/`` and so on, from ``docs/ko`` ..."""

    def on_startup(self, *, command, dirty) -> None:
        """Live as long as ``mkdocs serve`` does."""
        self.serving = command == "serve"

    def on_config(self, config):
        project = Project(Path(config.config_file_path).parent)
        try:
            self.languages = project.languages
            self.words = {code: words(code, project.book) for code in self.languages}
            self.components = components.found([ASSETS, project.book / "assets"])
            assets.check_words(self.words, self.components)
            # Cards are for those who are not here.
            self.book = Book(project, carded=not self.serving)
        except (SourceError, WordError, ValueError) as error:
            raise PluginError(str(error)) from None
        self.cards = self.book.cards
        self.repository = config.repo_url or ""
        self.lead = project.settings.lead
        if _report(self.book.found, config.strict):
            raise PluginError("the book is false; the site was left as it was")
        self.runtime = self._runtime(project) if self.config.run else None
        self.changed = {}
        if not self.serving:
            self.changed = changes(project, self.book.pages.values())
        config.theme.dirs[:0] = [str(project.book / "theme"), str(THEME)]
        self.names = {name for one in self.components for name in css.WORD.findall(one.scripts)}
        self.sheets = components.sheets(components.on_page(self.components, ""))
        config.nav = [{name: _localized(config.nav, name)} for name in self.languages]
        self.configs = {name: self._config(config, name) for name in self.languages}
        return config

    def _runtime(self, project):
        self.reasons = runtime.reasons(project)
        printed = {
            name: [[example.source, example.want] for example in transcript.examples]
            for name, transcript in self.book.transcripts.items()
        }
        found = runtime.prepare(project, printed)
        if found is None:
            why = "Pyodide cannot be had (PYODIDE_DIR)"
            if self.config.run == "required":
                raise PluginError(f"{why}, and Run buttons are required")
            log.info(f"{why}: the site has no Run buttons")
        return found

    def _config(self, config, language):
        changed = copy.copy(config)
        own = dict(self.config.languages[language] or {})
        own.pop("name", None)
        changed.update(own)
        changed["theme"] = copy.deepcopy(config.theme)
        changed["theme"]["language"] = language
        return changed

    def on_files(self, files, config):
        placed = [self._placed(file) for file in files if file.src_uri != ALLOWED_URI]
        notebooks = [self._notebook(page, config) for page in labs(self.book)]
        return Files([*placed, *notebooks, *self._assets(config)])

    def _placed(self, file):
        """Return a page's file with its language's address; other files as they are."""
        language, _, rest = file.src_uri.partition("/")
        if language not in self.languages or not file.is_documentation_page():
            return file
        plain = File(rest, file.src_dir, file.dest_dir, file.use_directory_urls)
        return File(
            file.src_uri,
            file.src_dir,
            file.dest_dir,
            file.use_directory_urls,
            dest_uri=self.languages[language].root + plain.dest_uri,
            inclusion=file.inclusion,
        )

    def _notebook(self, page, config):
        """Return the file of a lab's notebook, to be filled once the lab is executed."""
        file = File.generated(config, f"{page.language}/{page.stem}.ipynb", content="")
        file.dest_uri = f"{self.languages[page.language].root}{page.stem}.ipynb"
        return file

    def _assets(self, config):
        """Yield the scripts of each component, then the book's own pictures."""
        for one in self.components:
            for path in sorted(one.folder.glob("*.js")):
                # A service worker serves what is below its own address.
                at_root = path.name == "keep.js"
                place = path.name if at_root else f"assets/{one.name}/{path.name}"
                yield File.generated(config, place, abs_src_path=str(path))
        for path in sorted((self.book.project.book / "assets").glob("*.*")):
            yield File.generated(config, f"assets/{path.name}", abs_src_path=str(path))

    def on_nav(self, nav, config, files):
        self.navs = {
            language: self._navigation(section.children, language)
            for language, section in zip(self.languages, nav.items, strict=True)
        }
        self.urls = {
            (file.src_uri.partition("/")[0], _stem(file)): file.url
            for file in files.documentation_pages()
        }
        return nav

    def _navigation(self, items, language):
        """Return a language's own navigation: its own home, its own previous and next."""
        pages = []

        def walk(entries):
            for entry in entries:
                if entry.is_page:
                    pages.append(entry)
                elif entry.is_section:
                    first = entry.children[0]
                    if first.is_page and first.file.name == "index":
                        entry.title = self.book.pages[language, _stem(first.file)].title
                    walk(entry.children)

        walk(items)
        for item in items:
            item.parent = None
        for before, after in zip([None, *pages], [*pages, None], strict=True):
            if before:
                before.next_page = after
            if after:
                after.previous_page = before
        navigation = Navigation(items, pages)
        navigation.homepage = pages[0]
        return navigation

    def on_page_markdown(self, markdown, page, config, files):
        language = page.file.src_uri.partition("/")[0]
        source = self.book.pages[language, _stem(page.file)]
        rendering = Rendering(self.book, self.repository)
        page.embedded = rendering.embedded
        return rendering.markdown(source)

    def on_page_content(self, html, page, config, files):
        page.rendered = mathematics.convert(html)
        return for_search(page.rendered, page.embedded)

    @event_priority(-200)  # after the search plugin has read the words
    def on_page_context(self, context, page, config, nav):
        page.content = in_page(page.rendered, page.embedded)
        language = page.file.src_uri.partition("/")[0]
        shown = components.on_page(
            self.components, f"{page.meta.get('template', '')}\n{page.content}"
        )
        if self.runtime and any(one.python for one in shown):
            context["runtime"] = self.runtime
            context["reasons"] = json.dumps(
                {
                    name: reason[language]
                    for name, reason in self.reasons.items()
                    if f'data-snippet="{name}"' in page.content
                },
                ensure_ascii=False,
            )
        return self._context(context, language, page.url, _stem(page.file), shown)

    def _context(self, context, language, url, stem, shown):
        own = self.configs[language]
        alternates = [
            {
                "lang": name,
                "name": self.languages[name].name,
                "url": get_relative_url(self.urls[name, stem], url),
                "link": self.urls[name, stem],
                "canonical": self._address(name, stem),
            }
            for name in self.languages
        ]
        root = self.languages[language].root
        home = get_relative_url(root or ".", url)
        local = copy.copy(own)
        local["extra"] = {**own.extra, "alternate": alternates, "homepage": home}
        carded = (language, stem) in self.cards
        sheets = components.sheets(shown)
        self.sheets |= sheets
        favicon = "assets/favicon.svg"
        context.update(
            sheets=list(sheets),
            scripts=[
                {"source": f"assets/{one.name}/{one.name}.js", "python": one.python}
                for one in shown
                if one.script and (self.runtime or not one.python)
            ],
            said=assets.said(self.words[language], shown),
            favicon=favicon if (self.book.project.book / favicon).is_file() else "",
            config=local,
            nav=self.navs[language],
            language=language,
            words=self.words[language],
            alternates=alternates,
            root=home,
            counts=self.book.counts,
            search_worker=assets.search_worker(),
            card=carded and urljoin(own.site_url or "", assets.card(language, stem)),
            feed=self.changed and get_relative_url(root + discovery.FEED, url),
        )
        return context

    def _address(self, language, stem):
        return urljoin(self.configs[language].site_url or "", self.urls[language, stem])

    def on_template_context(self, context, template_name, config):
        if template_name == "404.html":
            self._not_found = dict(context)
            return self._missing_page(context, self.lead)
        return context

    def _missing_page(self, context, language):
        path = urlsplit(self.configs[language].site_url or "/").path
        shown = components.on_page(self.components, "")
        changed = self._context(context, language, "404.html", "index", shown)
        changed["root"] = path + self.languages[language].root
        changed["feed"] = changed["feed"] and changed["root"] + discovery.FEED
        for alternate in changed["alternates"]:
            alternate["url"] = path + self.languages[alternate["lang"]].root
        changed["config"]["extra"]["homepage"] = changed["root"]
        changed["lead"] = self.lead
        changed["others"] = [
            {"code": code, "root": one.root, "words": self.words[code]["missing"]}
            for code, one in self.languages.items()
            if code != self.lead
        ]
        return changed

    def on_post_template(self, output, template_name, config):
        if not template_name.endswith(".html"):
            return output
        return self._finished(output, self.lead)

    def on_env(self, env, config, files):
        before = set(self.book.found)
        if _report(set(self.book.problems) - before, config.strict):
            raise PluginError("a figure or a lab is false; nothing was written")
        for page in labs(self.book):
            file = files.get_file_from_path(f"{page.language}/{page.stem}.ipynb")
            file.content_string = Rendering(self.book, self.repository).notebook(
                page, lambda other, language=page.language: self._address(language, other)
            )
        compiled = self.book.project.cache / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        self.env = env
        return env

    def on_post_page(self, output, page, config):
        return self._finished(output, page.file.src_uri.partition("/")[0])

    def _finished(self, html, language):
        html = html if self.runtime else without_python(html)
        html = polish(html, self.words[language]["language"]["type"]["glued"])
        self.names |= css.held(html)
        # `mkdocs serve` puts a script of its own into each page on its way.
        return html if self.serving else secured(html)

    @event_priority(-200)
    def on_post_build(self, config):
        site = Path(config.site_dir)
        for code, language in self.languages.items():
            if language.root:
                missing = self._missing_page(dict(self._not_found), code)
                html = self.env.get_template("404.html").render(missing)
                (site / language.root / "404.html").write_text(self._finished(html, code), "utf-8")
        rules = search.Rules(one["language"]["search"] for one in self.words.values())
        search.split(site, [language.root for language in self.languages.values()], rules)
        assets.write(self.book, site)
        assets.styles(self.sheets, self.words, self.names, site)
        assets.words_for_later(self.words, self.languages.values(), site)
        self._write_discovery(site)
        if self.runtime:
            self.runtime.write(site)

    def _write_discovery(self, site):
        """Write what machines find the pages by; MkDocs's own sitemap knows no languages."""
        places = self._places()
        home = self.configs[self.lead].site_url or "/"
        (site / "sitemap.xml").write_bytes(discovery.sitemap(places))
        (site / "sitemap.xml.gz").unlink()
        (site / "robots.txt").write_bytes(discovery.robots(home))
        for language, root in ((code, one.root) for code, one in self.languages.items()):
            own = self.configs[language]
            made = discovery.feed(
                [place for place in places if place.language == language],
                home=home + root,
                name=own.site_name,
                description=own.site_description or "",
            )
            if made:
                (site / root / discovery.FEED).write_bytes(made)

    def _places(self):
        found = []
        for language, stem in self.urls:
            page = self.book.pages[language, stem]
            addresses = {name: self._address(name, stem) for name in self.languages}
            description = str(page.meta.get("description", ""))
            changed = self.changed.get((language, stem), "")
            found.append(discovery.Place(language, addresses, page.title, description, changed))
        return found


def _report(problems, strict: bool) -> bool:
    """Log problems; return whether one of them forbids the site.

    That is one that makes the site say what is not so; in a strict build, any: MkDocs
    counts the warnings itself, but with ``--quiet`` it sees none.
    """
    forbids = False
    for problem in sorted(set(problems)):
        (log.error if problem.false or strict else log.warning)(problem)
        forbids |= problem.false or strict
    return forbids


def _stem(file) -> str:
    return PurePosixPath(file.src_uri).with_suffix("").as_posix().partition("/")[2]


def _localized(nav, language):
    if isinstance(nav, str):
        return f"{language}/{nav}"
    if isinstance(nav, list):
        return [_localized(entry, language) for entry in nav]
    return {title: _localized(entry, language) for title, entry in nav.items()}
