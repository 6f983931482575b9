"""Random processes and collaborations: any construct anywhere, joined as it comes."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

__all__ = ["collaborations", "processes"]

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test">'
GATEWAYS = ("exclusive", "parallel", "inclusive")
PARTS = (*GATEWAYS, "task", "choice", "timed", "reminded", "scope", "failing", "escalating", "stopping")
TIMER = "<timerEventDefinition/>"


@dataclass
class Drawing:
    """A scope while it is put together.

    Attributes:
        prefix: What its ids begin with.
        elements: Its elements.
        doors: Ids of the nodes that flows may enter.
        exits: Ids of the nodes that flows may leave, the first of each part apart.
        chain: For each part, the node that is entered and the first that is left.
        throwing: Ids of the nodes that may send messages.
        waiting: Ids of the nodes that may await messages.
    """

    prefix: str
    elements: list[str] = field(default_factory=list)
    doors: list[str] = field(default_factory=list)
    exits: list[str] = field(default_factory=list)
    chain: list[tuple[str, str]] = field(default_factory=list)
    throwing: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def part(self, text: str, door: str, *exits: str) -> None:
        """Add a part with the node that is entered and those that are left."""
        self.elements.append(text)
        self.doors.append(door)
        self.chain.append((door, exits[0]))
        self.exits += exits[1:]


def _event(kind: str, name: str, definition: str = "", extra: str = "") -> str:
    return f'<{kind} id="{name}"{extra}>{definition}</{kind}>'


def _boundary(name: str, host: str, definition: str, *, interrupts: bool = True) -> str:
    extra = f' attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}"'
    return _event("boundaryEvent", name, definition, extra)


def _task(name: str) -> str:
    return f'<task id="{name}"/>'


def _add(draw: st.DrawFn, drawing: Drawing, kind: str, depth: int) -> None:
    name = f"{drawing.prefix}{len(drawing.chain)}"
    if kind in GATEWAYS:
        drawing.part(f'<{kind}Gateway id="{name}"/>', name, name)
    elif kind == "choice":
        events = "".join(_event("intermediateCatchEvent", f"{name}{side}", TIMER) for side in "lr")
        flows = "".join(f'<sequenceFlow id="{name}f{s}" sourceRef="{name}" targetRef="{name}{s}"/>' for s in "lr")
        drawing.part(f'<eventBasedGateway id="{name}"/>{events}{flows}', name, f"{name}l", f"{name}r")
    elif kind in ("timed", "reminded"):
        edge = _boundary(f"{name}b", name, TIMER, interrupts=kind == "timed")
        drawing.part(_task(name) + edge, name, name, f"{name}b")
    elif kind in ("scope", "failing", "escalating") and depth > 0:
        _add_scope(draw, drawing, kind, name, depth)
    elif kind == "stopping":
        drawing.part(_task(name), name, name)
        drawing.elements.append(_event("endEvent", f"{name}t", "<terminateEventDefinition/>"))
        drawing.doors.append(f"{name}t")
    elif kind == "send":
        drawing.part(_event("intermediateThrowEvent", name, "<messageEventDefinition/>"), name, name)
        drawing.throwing.append(name)
    elif kind == "receive":
        drawing.part(_event("intermediateCatchEvent", name, "<messageEventDefinition/>"), name, name)
        drawing.waiting.append(name)
    else:
        drawing.part(_task(name), name, name)


def _add_scope(draw: st.DrawFn, drawing: Drawing, kind: str, name: str, depth: int) -> None:
    inside = _scope(draw, f"{name}_", depth - 1, 2)
    exits, edge = [name], ""
    if kind != "scope":
        definition = "<errorEventDefinition/>" if kind == "failing" else "<escalationEventDefinition/>"
        inside.elements.append(_event("endEvent", f"{name}x", definition))
        flow = f'<sequenceFlow id="{name}yf" sourceRef="{name}y" targetRef="{name}x"/>'
        inside.part(f'<exclusiveGateway id="{name}y"/>{flow}', f"{name}y", f"{name}y")
        inside.doors.append(f"{name}x")
        interrupts = kind == "failing" or draw(st.booleans())
        edge = _boundary(f"{name}b", name, definition, interrupts=interrupts)
        exits.append(f"{name}b")
    handler = ""
    if draw(st.integers(0, 3)) == 0:
        kind_of_start = str(draw(st.booleans())).lower()
        start = _event("startEvent", f"{name}hs", TIMER, f' isInterrupting="{kind_of_start}"')
        flows = f'<sequenceFlow id="{name}hf" sourceRef="{name}hs" targetRef="{name}ht"/>'
        handler = f'<subProcess id="{name}h" triggeredByEvent="true">{start}{_task(f"{name}ht")}{flows}</subProcess>'
    text = f'<subProcess id="{name}">{_joined(draw, inside)}{handler}</subProcess>{edge}'
    drawing.part(text, name, *exits)


def _scope(draw: st.DrawFn, prefix: str, depth: int, most: int, kinds: tuple[str, ...] = PARTS) -> Drawing:
    drawing = Drawing(prefix)
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most)):
        _add(draw, drawing, kind, depth)
    return drawing


def _joined(draw: st.DrawFn, drawing: Drawing, start: str = "") -> str:
    """Return the scope's elements with flows: along the parts, from what is left over, and a few more."""
    prefix = drawing.prefix
    ends = [f"{prefix}e", f"{prefix}f"]
    own = start or _event("startEvent", f"{prefix}s")
    parts = [own, *drawing.elements, *(_event("endEvent", end) for end in ends)]
    targets = [*drawing.doors, *ends]
    firsts = [f"{prefix}s", *(exit_ for _, exit_ in drawing.chain)]
    seconds = [*(door for door, _ in drawing.chain), ends[0]]
    pairs = list(zip(firsts, seconds, strict=True))
    pairs += [(source, draw(st.sampled_from(targets))) for source in drawing.exits]
    more = st.tuples(st.sampled_from([*firsts[1:], *drawing.exits]), st.sampled_from(targets))
    pairs += draw(st.lists(more, max_size=3))
    flows = (f'<sequenceFlow id="{prefix}g{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairs))
    return "".join((*parts, *flows))


@st.composite
def processes(draw: st.DrawFn) -> str:
    """A file with one process "P"."""
    body = _joined(draw, _scope(draw, "p", 1, 4))
    return f'{HEAD}<process id="P">{body}</process></definitions>'


@st.composite
def collaborations(draw: st.DrawFn) -> str:
    """A file with two pools "P" and "Q" in a collaboration "C" that send each other messages."""
    kinds = ("send", "receive", "send", "receive", "exclusive", "parallel", "timed", "choice")
    drawings = [_scope(draw, name, 0, 4, kinds) for name in "pq"]
    starts = ["", ""]
    if draw(st.booleans()):
        starts[1] = _event("startEvent", "qs", "<messageEventDefinition/>")
        drawings[1].waiting.append("qs")
    bodies = [_joined(draw, drawing, start) for drawing, start in zip(drawings, starts, strict=True)]
    pairs = [(a, b) for one, other in (drawings, drawings[::-1]) for a in one.throwing for b in other.waiting]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []
    flows = "".join(f'<messageFlow id="m{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(chosen))
    pools = "".join(f'<participant id="pool{name}" processRef="{name}"/>' for name in "PQ")
    texts = "".join(f'<process id="{name}">{body}</process>' for name, body in zip("PQ", bodies, strict=True))
    return f'{HEAD}<collaboration id="C">{pools}{flows}</collaboration>{texts}</definitions>'
