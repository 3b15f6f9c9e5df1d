"""What a run was configured to do, after all layers are laid over one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.config.errors import ConfigurationError
from guidelint.config.links import LinkSettings, merge_links
from guidelint.config.selectors import Selection, Selector, Specificity, needed_families, selected
from guidelint.config.translations import Translations, merge_translations
from guidelint.patterns import path_patterns
from guidelint.rulebook import rule_names
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from guidelint.checks.registry import Rule
    from guidelint.config.layer import Layer, RuleOption
    from guidelint.extra_rules import ExtraRule
    from guidelint.findings import Severity


class Settings(Struct, frozen=True, dict=True):
    """The configuration of a run.

    `file` is the project's configuration file, None without one. `root` is its directory, else the
    working directory: all patterns are relative to it. The layers stand in the order of their
    weight: presets, what `extends` names, the file itself, the command line. `extra` are the rules
    that are not built in.
    """

    root: Path
    file: Path | None = None
    presets: tuple[str, ...] = ()
    selections: tuple[Selection, ...] = ()
    severities: tuple[tuple[tuple[Selector, Severity | None], ...], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    runtime_anchors: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    rule_options: Mapping[str, Mapping[str, RuleOption]] = field(default_factory=dict)
    links: LinkSettings = field(default_factory=LinkSettings)
    translations: Translations | None = None
    extra: tuple[ExtraRule, ...] = ()

    @property
    def extra_rules(self) -> tuple[Rule, ...]:
        """The rules that the configuration declares and those of plugins."""
        return tuple(entry.rule for entry in self.extra)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all rules, and the codes of those that are not built in."""
        return known_names(self.extra)

    @property
    def families(self) -> frozenset[str]:
        """The rule families that can be on."""
        return needed_families(self.selections)

    def at(self, root: Path) -> Settings:
        """Return the same settings for a copy of the repository, in which their directory is `root`."""
        translations = self.translations.at(root) if self.translations else None
        extra = tuple(entry.at(root) for entry in self.extra)
        return replace(self, root=root, translations=translations, extra=extra)

    def severity_of(self, rule: Rule) -> Severity | None:
        """Return the severity that a layer sets for `rule`, None where none does or it is off."""
        return self._severity(rule)[1]

    def choose(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        """Return those of `rules` that are on: selected and not set to ``off``."""
        names = selected(rules, self.selections)
        return tuple(rule for rule in rules if rule.name in names and not self._is_off(rule))

    def options_of(self, rule: Rule) -> Any:
        """Return the options of `rule`.

        Raises `ConfigurationError` on an unknown key, a value of another kind than the default, and
        a value that they refuse with a `ValueError`.
        """
        table = self.rule_options.get(rule.name, {})
        known = rule.keys
        for key, option in table.items():
            if key not in known:
                reason = f'rule {rule.name} has no option "{key}"{did_you_mean(key, known)}'
                raise ConfigurationError(reason, option.path, option.line)
            default = getattr(rule.options(), known[key])
            if not _same_kind(option.value, default):
                reason = f'option "{key}" of {rule.name} must be of the kind of its default, {default!r}'
                raise ConfigurationError(reason, option.path, option.line)
        values = {known[key]: _freeze(option.value) for key, option in table.items()}
        try:
            return rule.options(**values)
        except ValueError as error:
            first = next(iter(table.values()))
            raise ConfigurationError(f"options of {rule.name}: {error}", first.path, first.line) from error

    def ignores(self, rule: Rule, path: str) -> bool:
        """Tell whether a per-file ignore covers `rule` in the file `path`, relative to `root`."""
        return any(
            spec.match_file(path) and any(selector.matches(rule) for selector in selectors)
            for spec, selectors in self._ignore_specs
        )

    def excludes(self, path: str) -> bool:
        """Tell whether `exclude` covers the file `path`, relative to `root`."""
        return bool(self.exclude) and self._exclude_spec.match_file(path)

    @cached_property
    def _ignore_specs(self) -> tuple[tuple[GitIgnoreSpec, tuple[Selector, ...]], ...]:
        return tuple((path_patterns([pattern]), selectors) for pattern, selectors in self.per_file_ignores)

    @cached_property
    def _exclude_spec(self) -> GitIgnoreSpec:
        return path_patterns(self.exclude)

    def _severity(self, rule: Rule) -> tuple[bool, Severity | None]:
        decided, severity = False, None
        for layer in self.severities:
            for level in Specificity:
                for selector, value in layer:
                    if selector.specificity is level and selector.matches(rule):
                        decided, severity = True, value
        return decided, severity

    def _is_off(self, rule: Rule) -> bool:
        decided, severity = self._severity(rule)
        return decided and severity is None


def known_names(extra: Sequence[ExtraRule]) -> tuple[str, ...]:
    """Return the names of all rules, and the codes of the `extra` ones, for messages and selectors."""
    return (*rule_names(), *(entry.rule.name for entry in extra), *(entry.rule.code for entry in extra))


def merge(
    layers: Sequence[Layer],
    root: Path,
    file: Path | None,
    presets: tuple[str, ...],
    extra: tuple[ExtraRule, ...] = (),
) -> Settings:
    """Lay `layers` over one another, the last one on top."""
    env: dict[str, str] = {}
    aliases: dict[str, str] = {}
    options: dict[str, dict[str, RuleOption]] = {}
    for layer in layers:
        env |= layer.env
        aliases |= layer.aliases
        for name, table in layer.rule_options.items():
            below = options.get(name, {})
            options[name] = {**below, **{key: _laid_over(below.get(key), own) for key, own in table.items()}}
    return Settings(
        root=root,
        file=file,
        presets=presets,
        selections=tuple(layer.selection for layer in layers),
        severities=tuple(layer.severities for layer in layers),
        per_file_ignores=tuple(entry for layer in layers for entry in layer.per_file_ignores),
        exclude=tuple(entry for layer in layers for entry in layer.exclude),
        absent=tuple(entry for layer in layers for entry in layer.absent),
        runtime_anchors=tuple(entry for layer in layers for entry in layer.runtime_anchors),
        aliases=aliases,
        env=env,
        rule_options=options,
        links=merge_links([layer.links for layer in layers]),
        translations=merge_translations([layer.translations for layer in layers], root),
        extra=extra,
    )


def _laid_over(below: RuleOption | None, option: RuleOption) -> RuleOption:
    """Return `option`; a table adds to the table `below` it, entry by entry."""
    return option if below is None else option._replace(value=merge_tables(below.value, option.value))


def merge_tables(below: Any, above: Any) -> Any:
    """Lay a value over another: tables are merged key by key, anything else takes the place of what was."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    merged = dict(below)
    for key, value in above.items():
        merged[key] = merge_tables(below[key], value) if key in below else value
    return merged


def _freeze(value: Any) -> Any:
    return tuple(_freeze(entry) for entry in value) if isinstance(value, list) else value


def _same_kind(value: Any, default: Any) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float)
    return default is None or isinstance(value, type(default))
