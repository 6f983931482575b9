"""Small DMN files for tests, put together from their parts."""

from bpmn.decisions import DecisionModel, DecisionResult, evaluate_decision, read_decisions

__all__ = ["clause", "decided", "decision", "dmn", "item", "literal", "model_of", "needs", "rule"]

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def dmn(body: str, *, namespace: str = "urn:m", dialect: str = MODEL, attributes: str = "") -> str:
    """Return a file with this body, of this version of DMN."""
    return f'<definitions xmlns="{dialect}" id="m" name="m" namespace="{namespace}" {attributes}>{body}</definitions>'


def model_of(body: str, *, dialect: str = MODEL, attributes: str = "") -> DecisionModel:
    """Return the model in such a file."""
    return read_decisions(dmn(body, dialect=dialect, attributes=attributes).encode(), source_name="m.dmn")


def decided(body: str, wanted: str = "D", /, **data: object) -> DecisionResult:
    """Return a decision of such a file; underscores in the names of the data stand for blanks."""
    return evaluate_decision(model_of(body), wanted, {name.replace("_", " "): value for name, value in data.items()})


def literal(text: str, attributes: str = "") -> str:
    """Return a literal expression."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression {attributes}><text>{escaped}</text></literalExpression>"


def item(name: str, kind: str = "Any") -> str:
    """Return input data; its id is its name with underscores."""
    return (
        f'<inputData id="{name.replace(" ", "_")}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
    )


def needs(**kinds: str) -> str:
    """Return requirements: what is required, by id, as "Input", "Decision" or "Knowledge"."""
    return "".join(
        f'<{"knowledge" if kind == "Knowledge" else "information"}Requirement><required{kind} href="#{name}"/>'
        f"</{'knowledge' if kind == 'Knowledge' else 'information'}Requirement>"
        for name, kind in kinds.items()
    )


def decision(logic: str, name: str = "D", *, kind: str = "Any", requires: str = "") -> str:
    """Return a decision."""
    variable = f'<variable name="{name}" typeRef="{kind}"/>'
    return f'<decision id="{name}" name="{name}">{variable}{requires}{logic}</decision>'


def clause(text: str, kind: str = "Any", inside: str = "") -> str:
    """Return an input column."""
    return f'<input><inputExpression typeRef="{kind}"><text>{text}</text></inputExpression>{inside}</input>'


def rule(inputs: list[str], outputs: list[str]) -> str:
    """Return a row."""
    cells = [
        (f"{kind}Entry", text.replace("<", "&lt;"))
        for kind, texts in (("input", inputs), ("output", outputs))
        for text in texts
    ]
    return "<rule>" + "".join(f"<{tag}><text>{text}</text></{tag}>" for tag, text in cells) + "</rule>"
