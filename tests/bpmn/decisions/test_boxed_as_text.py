"""A boxed expression and the same written as FEEL come to the same, whatever is put into whatever (DMN 1.5 §10.2.1)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bpmn.decisions.decision_files import decided, decision, item, literal, needs

Both = tuple[str, str]
"""An expression in boxes and as text."""

LEAVES = st.sampled_from(["0", "1", "2", "x", "x + 1", '"a"', "null", "true", "[1, 2, 3]", "{a: 1}", "count([x])"])
leaves: st.SearchStrategy[Both] = LEAVES.map(lambda text: (literal(text), text))


def _list(items: list[Both]) -> Both:
    return f"<list>{''.join(box for box, _ in items)}</list>", f"[{', '.join(text for _, text in items)}]"


def _context(entries: list[Both]) -> Both:
    named = list(zip("abc", entries, strict=False))
    rows = "".join(f'<contextEntry><variable name="{name}"/>{box}</contextEntry>' for name, (box, _) in named)
    return f"<context>{rows}</context>", "{" + ", ".join(f"{name}: {text}" for name, (_, text) in named) + "}"


def _relation(cells: list[Both]) -> Both:
    rows = "".join(f"<row>{box}</row>" for box, _ in cells)
    texts = ", ".join(f"{{c: {text}}}" for _, text in cells)
    return f'<relation><column name="c"/>{rows}</relation>', f"[{texts}]"


def _conditional(parts: tuple[str, Both, Both]) -> Both:
    test, (one, first), (other, second) = parts
    box = f"<conditional><if>{literal(test)}</if><then>{one}</then><else>{other}</else></conditional>"
    return box, f"(if {test} then {first} else {second})"


def _filter(parts: tuple[Both, str]) -> Both:
    (box, text), match = parts
    return f"<filter><in>{box}</in><match>{literal(match)}</match></filter>", f"({text})[{match}]"


def _loop(parts: tuple[str, Both, str]) -> Both:
    kind, (box, text), body = parts
    inner, word = ("return", "return") if kind == "for" else ("satisfies", "satisfies")
    boxed = f'<{kind} iteratorVariable="n"><in>{box}</in><{inner}>{literal(body)}</{inner}></{kind}>'
    return boxed, f"({kind} n in {text} {word} {body})"


def _larger(inner: st.SearchStrategy[Both]) -> st.SearchStrategy[Both]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(_list),
        several.map(_context),
        several.map(_relation),
        st.tuples(st.sampled_from(["x > 1", "true", "null"]), inner, inner).map(_conditional),
        st.tuples(inner, st.sampled_from(["item > 1", "item = null", "1", "-1", "true", "a = 1"])).map(_filter),
        st.tuples(st.just("for"), inner, st.sampled_from(["n", "[n, x]", "count(partial)"])).map(_loop),
        st.tuples(st.sampled_from(["some", "every"]), inner, st.sampled_from(["n > 1", "n = null"])).map(_loop),
    )


@settings(max_examples=150, deadline=None)
@given(both=st.recursive(leaves, _larger, max_leaves=6), x=st.integers(0, 3))
def test_boxes_and_text_come_to_the_same(both: Both, x: int) -> None:
    box, text = both
    boxed, written = (
        decided(item("x") + decision(logic, requires=needs(x="Input")), x=x) for logic in (box, literal(text))
    )
    assert boxed.result == written.result
