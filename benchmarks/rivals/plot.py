"""The CPU time of each tool as bars, for the documentation. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.rivals.offline import Comparison

OWN, OTHER = "#00695c", "#90a4ae"


def plot(comparison: Comparison, target: Path) -> None:
    """Draw the CPU seconds of `comparison` on a logarithmic scale and write them to `target`, an SVG."""
    import matplotlib as mpl  # noqa: PLC0415 - only this function needs it

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "guidelint"
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the backend is chosen

    costs = sorted(comparison.costs.items(), key=lambda item: -item[1].cpu)
    names = [name for name, _ in costs]
    seconds = [cost.cpu for _, cost in costs]
    figure, axes = plt.subplots(figsize=(7, 0.4 * len(names) + 1))
    bars = axes.barh(names, seconds, color=[OWN if name.startswith("guidelint") else OTHER for name in names])
    axes.bar_label(bars, labels=[f"{value:.2g} s" for value in seconds], padding=3)
    axes.set_xscale("log")
    axes.set_xlabel(f"CPU seconds, {comparison.pages} pages: {comparison.title}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.15)
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})
