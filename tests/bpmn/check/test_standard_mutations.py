"""The standard's constraints on files that are wrong in other ways too: they find or leave, and never fall over."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn import read_model
from bpmn.check import check_model
from bpmn.check.standard import STANDARD_RULES

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = sorted(path for rule in STANDARD_RULES for path in (FOLDER / rule.id).glob("*.bpmn"))

NAMESPACE = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OTHER_TAGS = {f"{NAMESPACE}{kind}EventDefinition" for kind in ("timer", "link", "compensate", "cancel")}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_examples_that_lose_or_mix_up_parts_are_still_checked(data: st.DataObject) -> None:
    tree = etree.fromstring(data.draw(st.sampled_from(EXAMPLES)).read_bytes())
    ids = [element.get("id", "") for element in tree.iter("{*}*")]
    tags = sorted({element.tag for element in tree.iter("{*}*")} | OTHER_TAGS)
    for _ in range(data.draw(st.integers(1, 4))):
        element = data.draw(st.sampled_from(list(tree.iter("{*}*"))))
        if element is not tree and data.draw(st.integers(0, 3)) == 0:
            element.tag = data.draw(st.sampled_from(tags))
        elif element.attrib and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(sorted(element.attrib)))
            element.set(name, data.draw(st.sampled_from([*ids, "", "x:y", "-1", "true"])))
        elif element is not tree:
            holder = element.getparent()
            assert holder is not None
            if data.draw(st.booleans()):
                data.draw(st.sampled_from(list(tree.iter("{*}*")))).append(etree.fromstring(etree.tostring(element)))
            else:
                holder.remove(element)
    text = etree.tostring(tree)
    found = check_model(read_model(text, source_name="mixed.bpmn"), neighbour=lambda _: text)
    lines = text.count(b"\n") + 1
    assert all(finding.line is None or 1 <= finding.line <= lines for finding in found)
    assert all(str(finding.text) and str(finding.advice) for finding in found)
