// Diagrams to look at: <div data-bpmn="address of the file" data-marks="id of a JSON script"> becomes a bpmn-js viewer.
// Marks, by element id: {"level": 0..4, "badge": "42 %", "change": "added" | "removed" | "changed" | "moved"}.
// Elsewhere on the page, [data-shows="element id"] moves the diagram to that element, and [data-way="ids"] shows the way
// along several. Where bpmn-js cannot draw a file, the server's picture of it (data-picture) stands in.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

function readMarks(container) {
  const script = container.dataset.marks && document.getElementById(container.dataset.marks);
  return script ? new Map(Object.entries(JSON.parse(script.textContent))) : new Map();
}

function makeBadge(text, level) {
  const badge = document.createElement('div');
  badge.className = `diagram-badge diagram-badge--${level}`;
  badge.textContent = text; // overlays take HTML: names come from strangers, so only ever as text
  return badge;
}

function putMarks(viewer, marks) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  const elements = viewer.get('elementRegistry');
  for (const [id, { level, badge, change }] of marks) {
    const element = elements.get(id);
    if (!element) continue;
    if (level !== undefined) canvas.addMarker(id, `heat-${Number(level)}`);
    if (change) canvas.addMarker(id, `change-${change}`);
    if (badge && !element.waypoints) overlays.add(id, { position: { top: -10, right: 18 }, html: makeBadge(badge, Number(level ?? 0)) });
  }
}

function fit(viewer) {
  viewer.get('canvas').zoom('fit-viewport', 'auto');
}

function addControls(container, viewer) {
  const controls = document.createElement('div');
  controls.className = 'diagram-controls';
  const zoom = (factor) => () => viewer.get('canvas').zoom(viewer.get('canvas').zoom() * factor, 'auto');
  const actions = [['+', container.dataset.zoomIn, zoom(1.25)], ['−', container.dataset.zoomOut, zoom(0.8)], ['⤢', container.dataset.zoomFit, () => fit(viewer)]];
  for (const [sign, label, action] of actions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'diagram-control';
    button.textContent = sign;
    button.setAttribute('aria-label', label ?? sign);
    button.addEventListener('click', action);
    controls.append(button);
  }
  container.append(controls);
}

function show(viewer, id) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element) return;
  const canvas = viewer.get('canvas');
  canvas.scrollToElement(element, 120);
  canvas.getContainer().scrollIntoView({ block: 'nearest' }); // the link may be far below the diagram
  viewer.get('selection')?.select?.(element);
  for (const other of viewer.get('elementRegistry').filter((each) => canvas.hasMarker(each, 'is-shown'))) canvas.removeMarker(other, 'is-shown');
  canvas.addMarker(element, 'is-shown');
}

function showWay(viewer, ids) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  for (const other of elements.filter((each) => canvas.hasMarker(each, 'on-way'))) canvas.removeMarker(other, 'on-way');
  const onWay = ids.map((id) => elements.get(id)).filter(Boolean);
  const known = new Set(onWay);
  for (const element of onWay) {
    canvas.addMarker(element, 'on-way');
    for (const flow of element.outgoing ?? []) if (known.has(flow.target)) canvas.addMarker(flow, 'on-way');
  }
  if (onWay.length) canvas.scrollToElement(onWay[onWay.length - 1], 160);
}

function standIn(container, error) {
  if (container.dataset.picture) {
    const picture = document.createElement('img');
    picture.src = container.dataset.picture;
    picture.alt = container.getAttribute('aria-label') ?? '';
    picture.className = 'diagram-picture';
    container.replaceChildren(picture);
    return;
  }
  const note = document.createElement('p');
  note.className = 'govuk-body diagram-failure';
  note.textContent = container.dataset.failure ?? error.message;
  container.replaceChildren(note);
}

export async function openDiagram(container) {
  const viewer = new NavigatedViewer({ container });
  const response = await fetch(container.dataset.bpmn, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${container.dataset.bpmn}: ${response.status}`);
  await viewer.importXML(await response.text());
  fit(viewer);
  putMarks(viewer, readMarks(container));
  addControls(container, viewer);
  container.dataset.ready = 'yes';
  return viewer;
}

async function openAll() {
  for (const container of document.querySelectorAll('[data-bpmn]')) {
    try {
      const viewer = await openDiagram(container);
      for (const link of document.querySelectorAll('[data-shows]')) link.addEventListener('click', () => show(viewer, link.dataset.shows));
      for (const link of document.querySelectorAll('[data-way]')) link.addEventListener('click', () => showWay(viewer, link.dataset.way.split(' ')));
    } catch (error) {
      container.dataset.ready = 'failed';
      standIn(container, error);
    }
  }
}

openAll();
