"""Reads from a browser where bpmn-js draws the elements of a file, and where Ortoo's picture of it has them."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from webui.build import FRONT_END, find_node, install_packages

__all__ = ["DrawingPage", "Drawn"]

Drawn = dict[str, dict[str, Any]]

BPMN_JS = FRONT_END / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
PAGE = '<body style="margin:0"><div id="theirs" style="width:1600px;height:1000px"></div><div id="ours"></div></body>'

# Boxes leave text and strokes out: what is compared is where outlines are. Labels are measured by their text.
SCRIPT = """
function around(nodes) {
  let box = null;
  for (const node of nodes) {
    if (['text', 'title', 'defs'].includes(node.localName) || node.closest('defs')) continue;
    const own = node.getBBox();
    if (!own.width && !own.height) continue;
    const right = Math.max(own.x + own.width, box ? box.x + box.width : -Infinity);
    const bottom = Math.max(own.y + own.height, box ? box.y + box.height : -Infinity);
    const x = Math.min(own.x, box ? box.x : Infinity), y = Math.min(own.y, box ? box.y : Infinity);
    box = { x, y, width: right - x, height: bottom - y };
  }
  return box;
}
function moved(box, x, y) { return box && { x: box.x + x, y: box.y + y, width: box.width, height: box.height }; }
function onPlane(registry, canvas, root) {
  const found = {};
  registry.forEach((element, gfx) => {
    if (element === root || canvas.findRoot(element) !== root) return;
    for (let each = element; each; each = each.parent) if (each.hidden) return;
    const visual = gfx.querySelector('.djs-visual');
    const isEdge = Boolean(element.waypoints), isLabel = Boolean(element.labelTarget);
    const text = visual.querySelector('text');
    const box = isLabel ? text && moved(text.getBBox(), 0, 0) : around([visual.firstElementChild]);
    found[element.id] = {
      type: element.type, isEdge, isLabel, of: isLabel ? element.labelTarget.id : element.id,
      text: text ? text.textContent : '',
      box: isEdge ? box : moved(box, element.x, element.y),
    };
  });
  return found;
}
async function theirs(xml) {
  const viewer = new BpmnJS({ container: '#theirs' });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    viewer.destroy();
    return { error: String(error) };
  }
  const registry = viewer.get('elementRegistry'), canvas = viewer.get('canvas');
  const planes = {}, first = canvas.getRootElement();
  for (const root of canvas.getRootElements()) {
    canvas.setRootElement(root);
    planes[root === first ? '' : root.businessObject.id] = onPlane(registry, canvas, root);
  }
  canvas.setRootElement(first);
  window.viewer = viewer;
  return { planes };
}
function ours(svg) {
  document.querySelector('#ours').innerHTML = svg;
  const found = {};
  for (const group of document.querySelectorAll('#ours g.element')) {
    const first = [...group.children].find((child) => !['title', 'text'].includes(child.localName));
    found[group.dataset.elementId] = { type: group.getAttribute('class'), box: first ? around([first]) : null };
  }
  for (const group of document.querySelectorAll('#ours g.label')) {
    const box = moved(group.querySelector('text').getBBox(), 0, 0);
    found[`${group.dataset.elementId}_label`] = { type: 'label', box };
  }
  return found;
}
function fitOurs() {
  const picture = document.querySelector('#ours svg');
  picture.setAttribute('width', 1600);
  picture.setAttribute('height', 1000);
}
function textWidth([text, font]) {
  const context = document.createElement('canvas').getContext('2d');
  context.font = font;
  return context.measureText(text).width;
}
"""


class DrawingPage:
    """A page in which files are drawn by bpmn-js and pictures of Ortoo's are shown."""

    def __init__(self, browser: Browser) -> None:
        """Open the page, with bpmn-js as the web room has it."""
        install_packages(FRONT_END, find_node(os.environ.get("PATH", "")))
        self.page: Page = browser.new_page(viewport={"width": 1600, "height": 1000})
        self.page.set_content(PAGE)
        self.page.add_script_tag(path=BPMN_JS)
        self.page.add_script_tag(content=SCRIPT)

    def theirs(self, xml: str) -> dict[str, Drawn] | str:
        """Return what bpmn-js draws of a file, by plane and element id; its complaint where it draws nothing.

        The first plane is called "", others by the element they show.
        """
        self.page.evaluate("window.viewer?.destroy(); window.viewer = null")
        answer = self.page.evaluate("theirs", xml)
        return answer["error"] if "error" in answer else answer["planes"]

    def ours(self, svg: str) -> Drawn:
        """Return what is in a picture of Ortoo's, by element id."""
        return dict(self.page.evaluate("ours", svg))

    def text_width(self, text: str, font: str) -> float:
        """Return how wide the browser sets a line, in pixels; `font` as in CSS."""
        return float(self.page.evaluate("textWidth", [text, font]))

    def keep(self, folder: Path, name: str) -> None:
        """Keep both pictures as PNG, side by side in the folder."""
        self.page.evaluate("window.viewer?.get('canvas').zoom('fit-viewport')")
        self.page.locator("#theirs").screenshot(path=folder / f"{name}-theirs.png")
        self.page.evaluate("fitOurs()")
        self.page.locator("#ours").screenshot(path=folder / f"{name}-ours.png")
