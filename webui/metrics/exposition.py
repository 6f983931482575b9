"""Prometheus's text format.

Source: Prometheus, Exposition formats, text-based format 0.0.4.
"""

from collections.abc import Iterable, Mapping

__all__ = ["CONTENT_TYPE", "expose"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def expose(name: str, kind: str, told: str, samples: Iterable[tuple[str, Mapping[str, str], float]]) -> str:
    """Return one metric.

    Args:
        name: Its name.
        kind: "counter", "gauge" or "histogram".
        told: What it is, in a sentence.
        samples: Suffix of the name, labels and value.
    """
    lines = [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]
    for suffix, labels, value in samples:
        shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        lines.append(f"{name}{suffix}{{{shown}}} {value!r}" if shown else f"{name}{suffix} {value!r}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
