"""A checker that takes from earlier runs what still holds, and keeps what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Raw
from msgspec.structs import replace

from guidelint import disk
from guidelint.cache import parallel
from guidelint.cache.codec import decode, encode
from guidelint.cache.table import Checked, Delta, Digests, Files
from guidelint.findings import Finding
from guidelint.pipeline import Checker, Links, Part
from guidelint.site.files import MARKDOWN_SUFFIXES, SiteFile
from guidelint.site.summary import PageSummary

if TYPE_CHECKING:
    from guidelint.cache.facts import Facts
    from guidelint.engine import Plan
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site, Trace
    from guidelint.workspace import Target, Workspace

Placed = tuple[SiteFile, ...]
SUMMARY: Any = PageSummary | None
LINKS: Any = Links | None
SITE = "rules of the site"


class CachingChecker(Checker):
    """Asks `facts` first. A page whose external links were not wanted is checked anew once they are.

    `jobs` is the number of processes, None for as many as are worth it.
    """

    def __init__(
        self, workspace: Workspace, plan: Plan, facts: Facts, *, links: bool = True, jobs: int | None = None
    ) -> None:
        super().__init__(workspace, plan, collects=links)
        self.facts, self.jobs = facts, jobs
        self._sites: set[Site] = set()

    def prepare(self, targets: Sequence[Target]) -> None:
        """Check the pages that are not known in several processes, where there are enough of them."""
        unknown = [target for target in targets if self.facts.page(str(target.path)) is None]
        workers = parallel.workers_for(len(unknown)) if self.jobs is None else self.jobs
        if workers == 1:
            return
        for root in dict.fromkeys(
            root for target in unknown for root in self.workspace.site(target.path).roots
        ):
            _ = root.built  # what every worker would ask for itself, posts among it
        sources = [target for target in unknown if not self._is_translation(target)]
        translated = [target for target in sources if self._is_translated(target)]
        translations = [target for target in unknown if self._is_translation(target)]

        def checks(group: Sequence[Target]) -> list[parallel.Task]:
            roots: dict[Path | None, list[Target]] = {}
            for target in group:
                config = self.workspace.config(target.path)
                roots.setdefault(config.docs_dir if config else None, []).append(target)
            return [(parallel.check_chunk, chunk) for chunk in parallel.chunks_of(roots.values(), workers)]

        exports = parallel.chunks_of([translated], workers, parallel.FEW)
        first = [*checks(sources), *((parallel.export_chunk, chunk) for chunk in exports)]
        second = checks(translations)  # which ask what is known of their sources by then
        for target in unknown[:1]:
            self.page(target)  # imports and makes what each worker would have to for itself
        self.facts.leave_out()
        with parallel.forks(workers) as executor:
            parallel.work_ahead(self, [first, second], executor)

    def export(self, target: Target) -> None:
        """Find out what the translations of a page show, for workers to come which need all of that."""
        site, name = self.workspace.site(target.path), str(target.path)
        self.facts.exported(name, Reading(site, self.facts))
        self.facts.hand_over(name, encode(site.exported(target.path)), site.asked_to_export(target.path))

    def _is_translated(self, target: Target) -> bool:
        return self.workspace.site(target.path).is_translated(target.path)

    def _is_translation(self, target: Target) -> bool:
        config = self.workspace.config(target.path)
        return config is not None and config.is_translation

    def take(self, delta: Delta) -> None:
        """Take what a worker has found out."""
        self.facts.take(delta)
        for name, (exported, asked) in delta.values.items():
            page = Path(name)
            self.workspace.site(page).remember_exported(page, decode(exported, SUMMARY), asked)
        disk.remember(delta.common)

    def page(self, target: Target) -> Part:
        """Return what is known to stand on the page `target`, else check it."""
        site, name = self.workspace.site(target.path), str(target.path)
        known = self._known(name, site)
        if known is not None:
            return known
        with disk.recording() as asked, site.tracing() as trace:
            part = super().page(target)
        pages = {path: read for path, read in asked.files.items() if path.endswith(MARKDOWN_SUFFIXES)}
        self._keep(name, part, site, trace, pages)
        for path in pages:
            del asked.files[path]
        disk.remember(asked)
        return part

    def site(self, site: Site) -> Part:
        """Return what the rules about a site are known to find, else run them."""
        name = f"{SITE} {site.roots[0].config.path if site.roots else site.base}"
        known = self._known(name, site)
        if known is not None:
            return known
        with disk.recording() as asked, site.tracing() as trace:
            part = super().site(site)
        self.facts.made_of(name, {})
        self._keep(name, part, site, trace, asked.files)
        disk.remember(replace(asked, files={}))
        return part

    def finish(self) -> None:
        """Keep where the posts of all sites are built to, as far as anything has asked for that."""
        for root in (root for site in self._sites for root in site.roots if root.posts):
            self._place(root)

    def _place(self, root: DocsRoot) -> None:
        moved = [file for uri, file in sorted(root.placed.items()) if file != root.files[uri]]
        self.facts.keep_placed(str(root.config.docs_dir), encode(moved), root.posts)

    def _meet(self, site: Site) -> None:
        """See to it, once for each site, that its posts are where they were."""
        self._sites.add(site)
        for root in site.roots:
            folder = str(root.config.docs_dir)
            if not self.facts.has_posts(folder):
                continue
            places = self.facts.places(folder)
            try:
                moved = None if places is None else decode(places, Placed)
            except ValueError:
                moved = None
            if moved is None:
                self._place(root)
            else:
                root.place({file.uri: file for file in moved})

    def _known(self, name: str, site: Site) -> Part | None:
        if site not in self._sites:
            self._meet(site)
        checked = self.facts.found(name, Reading(site, self.facts))
        if checked is None:
            return None
        run = self.new_run()
        try:
            run.findings += decode(checked.findings, tuple[Finding, ...])
            links = decode(checked.links, LINKS) if self.collects else ()
        except ValueError:
            return None
        if links is None:
            return None
        run.suppressed = checked.suppressed
        return Part(run, links)

    def _keep(self, name: str, part: Part, site: Site, trace: Trace, reads: Files) -> None:
        """Keep what is known of a page, and what was found there unless a comment or a crash had a say."""
        facts = self.facts
        if not facts.is_read(name):
            return
        asking = Reading(site, facts)
        summary = structure = encode(None)
        if not name.startswith(SITE):
            summary, structure = encode(site.summary(Path(name))), asking.encoded_structure(Path(name))
        checked = None
        if not part.run.crashes and not part.run.ledgers:

            def digests(pages: Iterable[Path]) -> Digests:
                return tuple((str(page), facts.digest(str(page), asking)) for page in sorted(pages))

            for shared in trace.shared:
                facts.share(shared, digests(site.asked_for(shared).pages))
            checked = Checked(
                asked=digests(trace.pages - {Path(name)}),
                compared=tuple(
                    (str(page), facts.structure_digest(str(page), asking))
                    for page in sorted(trace.structures)
                ),
                exported=tuple(
                    (str(page), facts.exported(str(page), asking)) for page in sorted(trace.exported)
                ),
                shared=tuple(sorted(trace.shared)),
                reads=facts.read(reads),
                findings=Raw(encode(part.run.findings)),
                suppressed=part.run.suppressed,
                links=Raw(encode(part.links if self.collects else None)),
            )
        facts.keep(name, summary, structure, checked)


class Reading:
    """Reads the pages of `site` that are asked for, and keeps what they show in `facts`."""

    def __init__(self, site: Site, facts: Facts) -> None:
        self.site, self.facts = site, facts

    def summary(self, page: str) -> bytes:
        """Return the digest of the summary of a page."""
        return disk.digest(encode(self.site.summary(Path(page))))

    def structure(self, page: str) -> bytes:
        """Return the digest of the structure of a page."""
        return disk.digest(self.encoded_structure(Path(page)))

    def encoded_structure(self, page: Path) -> bytes:
        """Return the structure of a page, encoded; of one that has no translations there is none."""
        return encode(self.site.structure(page) if self.site.is_translated(page) else None)

    def exported(self, page: str) -> bytes:
        """Return the digest of what the translations of a page show."""
        shown = disk.digest(encode(self.site.exported(Path(page))))
        asked = self.site.asked_to_export(Path(page))
        self.facts.keep_exported(page, shown, asked.files)
        disk.remember(replace(asked, files={}))
        return shown
