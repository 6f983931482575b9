"""Tools whose extensions are about the drawing or the tool's own housekeeping, or are read elsewhere (simulation data).

They are recognised and kept. Nothing in them says how a process runs, so there is nothing to note either.
"""

from bpmn.reading.dialect import Dialect

__all__ = ["DRAWING_TOOLS"]


def _tool(name: str, *namespaces: str, needs_use: bool = False) -> Dialect:
    return Dialect(name=name, namespaces=frozenset(namespaces), is_engine=False, is_silent=True, needs_use=needs_use)


DRAWING_TOOLS: tuple[Dialect, ...] = (
    _tool("visual-paradigm", "http://www.visual-paradigm.com/bpmn/vpspecificcontent"),
    _tool("w4", "http://www.w4.eu/spec/BPMN/20110701/MODEL", "http://www.w4.eu/spec/BPMN/20110930/GRAPH"),
    _tool(
        "igrafx",
        "http://www.igrafx.com/2011/bpmn",
        "http://www.igrafx.com/2007/igrafx-document",
        "http://www.igrafx.com/2007/igxmldoc",
        "http://www.igrafx.com/2012/timext",
    ),
    _tool("itp-commerce", "http://www.itp-commerce.com/BPMN2.0"),
    _tool("yaoqiang", "http://bpmn.sourceforge.net"),
    _tool("apromore", "http://apromore.org", "https://www.apromore.org"),
    _tool("enterprise-architect", "www.sparxsystems.com.au/bpmn20"),
    _tool("bonita", "http://www.bonitasoft.org/studio/connector/definition/6.0"),
    _tool("ibm", "http://www.omg.org/XMI"),
    # Recognised only: what they write about their elements is not known here, so it is noted.
    Dialect(
        name="aris",
        namespaces=frozenset({"http://www.softwareag.com/aris/ebpmn", "http://www.softwareag.com/aris/attributes"}),
        is_engine=False,
        needs_use=True,
    ),
    Dialect(
        name="cardanit",
        namespaces=frozenset({"http://www.esteco.com/BPMN/Extensions"}),
        is_engine=False,
    ),
    # Simulation parameters: the room analysis reads them.
    _tool("bimp", "http://www.qbp-simulator.com/Schema201212"),
    _tool("bpsim", "http://www.bpsim.org/schemas/1.0", "http://www.bpsim.org/schemas/2.0", needs_use=True),
)
