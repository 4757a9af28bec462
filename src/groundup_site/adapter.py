"""MkDocs calls the book: one build, two languages. Nothing else here knows MkDocs.

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

from groundup_site import runtime, search
from groundup_site.book import Book
from groundup_site.project import LANGUAGES, Project
from groundup_site.rendering import Rendering, assets, discovery, for_search, in_page, mathematics
from groundup_site.rendering.html import polish
from groundup_site.rendering.policy import secured
from groundup_site.sources.changes import changes

log = logging.getLogger("mkdocs.plugins.groundup")
ROOTS = {"ko": "", "en": "en/"}
NAMES = {"ko": "한국어", "en": "English"}


class Options(base.Config):
    """What differs by language: ``site_name``, ``site_description``, ``copyright``.

    And whether the transcripts have Run buttons.
    """

    run = config_options.Type(bool, default=False)
    ko = config_options.Type(dict, default={})
    en = config_options.Type(dict, default={})


class GroundupPlugin(BasePlugin[Options]):
    """Korean at ``/``, English at ``/en/``, from ``docs/ko`` and ``docs/en``."""

    def on_startup(self, *, command, dirty) -> None:
        """Live as long as ``mkdocs serve`` does."""
        self.serving = command == "serve"

    def on_config(self, config):
        project = Project(Path(config.config_file_path).parent)
        self.book = Book(project)
        self.rendering = Rendering(self.book, config.repo_url or "")
        if _report(self.book.found, config.strict):
            raise PluginError("the book is false; the site was left as it was")
        self.runtime = self._runtime(project) if self.config.run else None
        self.changed = {}
        if not self.serving:  # what only those who are not here read
            self.book.draw_cards()
            self.changed = changes(project, self.book.pages.values())
        config.nav = [{name: _localized(config.nav, name)} for name in LANGUAGES]
        self.configs = {name: self._config(config, name) for name in LANGUAGES}
        return config

    def _runtime(self, project):
        self.reasons = runtime.reasons(project)
        printed = {
            name: [[example.source, example.want] for example in transcript.examples]
            for name, transcript in self.book.transcripts.items()
        }
        found = runtime.prepare(project, printed)
        if found is None:
            log.info("Pyodide cannot be had (PYODIDE_DIR): the site has no Run buttons")
        return found

    def _config(self, config, language):
        changed = copy.copy(config)
        changed.update(self.config[language])
        changed["theme"] = copy.deepcopy(config.theme)
        changed["theme"]["language"] = language
        return changed

    def on_files(self, files, config):
        placed = [_placed(file, config) for file in files]
        labs = [_notebook(*page, config) for page in self.book.labs]
        return Files([*(file for file in placed if file is not None), *labs])

    def on_nav(self, nav, config, files):
        self.navs = {
            language: self._navigation(section.children, language)
            for language, section in zip(LANGUAGES, nav.items, strict=True)
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
        expanded, page.embedded = self.rendering.markdown(source)
        return expanded

    def on_page_content(self, html, page, config, files):
        page.rendered = mathematics.convert(html)
        return for_search(page.rendered, page.embedded)

    @event_priority(-200)  # after the search plugin has read the words
    def on_page_context(self, context, page, config, nav):
        page.content = in_page(page.rendered, page.embedded)
        language = page.file.src_uri.partition("/")[0]
        if self.runtime:
            context["runtime"] = self.runtime
            context["reasons"] = json.dumps(
                {
                    name: reason[language]
                    for name, reason in self.reasons.items()
                    if f'data-snippet="{name}"' in page.content
                },
                ensure_ascii=False,
            )
        return self._context(context, language, page.url, _stem(page.file))

    def _context(self, context, language, url, stem):
        own = self.configs[language]
        alternates = [
            {
                "lang": name,
                "name": NAMES[name],
                "url": get_relative_url(self.urls[name, stem], url),
                "link": self.urls[name, stem],
                "canonical": self._address(name, stem),
            }
            for name in LANGUAGES
        ]
        home = get_relative_url(ROOTS[language] or ".", url)
        local = copy.copy(own)
        local["extra"] = {**own.extra, "alternate": alternates, "homepage": home}
        context.update(
            config=local,
            nav=self.navs[language],
            language=language,
            alternates=alternates,
            root=home,
            counts=self.book.counts,
            search_worker=assets.search_worker(),
            card=urljoin(own.site_url or "", assets.card(language, stem)),
            feed=self.changed and get_relative_url(ROOTS[language] + discovery.FEED, url),
        )
        return context

    def _address(self, language, stem):
        return urljoin(self.configs[language].site_url or "", self.urls[language, stem])

    def on_template_context(self, context, template_name, config):
        if template_name == "404.html":
            self._not_found = dict(context)
            return self._missing_page(context, "ko")
        return context

    def _missing_page(self, context, language):
        path = urlsplit(self.configs[language].site_url or "/").path
        changed = self._context(context, language, "404.html", "index")
        changed["root"] = path + ROOTS[language]
        changed["feed"] = changed["feed"] and changed["root"] + discovery.FEED
        for alternate in changed["alternates"]:
            alternate["url"] = path + ROOTS[alternate["lang"]]
        changed["config"]["extra"]["homepage"] = changed["root"]
        return changed

    def on_post_template(self, output, template_name, config):
        return self._finished(output) if template_name.endswith(".html") else output

    def on_env(self, env, config, files):
        before = set(self.book.found)
        if _report(set(self.book.problems) - before, config.strict):
            raise PluginError("a figure or a lab is false; nothing was written")
        for language, stem in self.book.labs:
            file = files.get_file_from_path(f"{language}/{stem}.ipynb")
            file.content_string = self.rendering.notebook(
                language, stem, lambda other: self._address(language, other)
            )
        compiled = self.book.project.cache / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        self.env = env
        return env

    def on_post_page(self, output, page, config):
        return self._finished(output)

    def _finished(self, html):
        html = polish(html)
        # `mkdocs serve` puts a script of its own into each page on its way.
        return html if self.serving else secured(html)

    @event_priority(-200)
    def on_post_build(self, config):
        site = Path(config.site_dir)
        english = self._missing_page(dict(self._not_found), "en")
        html = self.env.get_template("404.html").render(english)
        (site / "en" / "404.html").write_text(self._finished(html), "utf-8")
        search.split(site)
        assets.write(self.book, site)
        self._write_discovery(site)
        if self.runtime:
            self.runtime.write(site)

    def _write_discovery(self, site):
        """Write what machines find the pages by; MkDocs's own sitemap knows no languages."""
        places = self._places()
        home = self.configs["ko"].site_url or "/"
        (site / "sitemap.xml").write_bytes(discovery.sitemap(places))
        (site / "sitemap.xml.gz").unlink()
        (site / "robots.txt").write_bytes(discovery.robots(home))
        for language, root in ROOTS.items():
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
            addresses = {name: self._address(name, stem) for name in LANGUAGES}
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


def _placed(file, config):
    """Return a page's file with its language's address; other files as they are."""
    language, _, rest = file.src_uri.partition("/")
    if language not in LANGUAGES:
        return file
    if not file.is_documentation_page():
        return file
    plain = File(rest, file.src_dir, file.dest_dir, file.use_directory_urls)
    return File(
        file.src_uri,
        file.src_dir,
        file.dest_dir,
        file.use_directory_urls,
        dest_uri=ROOTS[language] + plain.dest_uri,
        inclusion=file.inclusion,
    )


def _notebook(language, stem, config):
    """Return the file of a lab's notebook, to be filled once the lab is executed."""
    file = File.generated(config, f"{language}/{stem}.ipynb", content="")
    file.dest_uri = f"{ROOTS[language]}{stem}.ipynb"
    return file
