"""What each rule asks of a model, in a sentence: the first line of the file it is written in."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bpmn.check import rules, standard

__all__ = ["what_rules_ask"]


@cache
def what_rules_ask() -> dict[str, str]:
    """Return the English sentence that says what a rule asks, by the rule's id.

    >>> what_rules_ask()["fake-join"]
    'Several flows into an activity or event do not wait for each other.'
    """
    folders = (rules, standard)
    modules = [
        import_module(f"{folder.__name__}.{module.name}")
        for folder in folders
        for module in iter_modules(folder.__path__)
    ]
    return {module.RULE.id: _sentence(module.__doc__ or "") for module in modules if hasattr(module, "RULE")}


def _sentence(documentation: str) -> str:
    """Return the first line without the sources that stand in brackets at its end."""
    line = documentation.partition("\n")[0].strip()
    if line.endswith(")."):
        line = line.rpartition(" (")[0] + "."
    return line
