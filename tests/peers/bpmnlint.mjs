// What bpmnlint's recommended rules say of files: a JSON list of paths on stdin, on stdout
// { recommended: [rules], files: { path: { error } or
//   { rules: { rule: [element ids] }, crashed: [rules], warnings: [what moddle could not read] } } }.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { BpmnModdle } from 'bpmn-moddle';

const require = createRequire(import.meta.url);
const Linter = require('bpmnlint/lib/linter');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const moddle = new BpmnModdle();

// moddle takes `incoming` and `outgoing` from the elements of those names, which many tools leave out although the
// flows themselves say it (sourceRef and targetRef are what the standard requires).
function flowElementsIn(holder) {
  return (holder.flowElements || []).flatMap((element) => [element, ...flowElementsIn(element)]);
}

function deriveFlows(roots) {
  const elements = roots.flatMap(flowElementsIn);
  for (const node of elements.filter((element) => element.$instanceOf('bpmn:FlowNode'))) {
    node.incoming = [];
    node.outgoing = [];
  }
  for (const flow of elements.filter((element) => element.$instanceOf('bpmn:SequenceFlow'))) {
    flow.sourceRef?.outgoing?.push(flow);
    flow.targetRef?.incoming?.push(flow);
  }
}

async function lint(path) {
  let rootElement, warnings;
  try {
    ({ rootElement, warnings } = await moddle.fromXML(readFileSync(path, 'utf8')));
  } catch (error) {
    return { error: error.message };
  }
  deriveFlows(rootElement.rootElements || []);
  // A linter keeps its rules' state, so that one for many files finds flows of the first file twice in the next.
  const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new NodeResolver({ require }) });
  const reports = Object.entries(await linter.lint(rootElement));
  const crashed = reports.filter(([, found]) => found.some((report) => report.category === 'rule-error'));
  const rules = Object.fromEntries(reports.map(([rule, found]) => [rule, found.map((report) => report.id ?? null)]));
  crashed.forEach(([rule]) => delete rules[rule]);
  return { rules, crashed: crashed.map(([rule]) => rule), warnings: warnings.map((warning) => warning.message) };
}

console.error = () => {}; // the linter prints the stack of a rule that crashes
const files = {};
for (const path of JSON.parse(readFileSync(0, 'utf8'))) {
  files[path] = await lint(path);
}
const recommended = Object.keys(require('bpmnlint/config/recommended').rules);
process.stdout.write(JSON.stringify({ recommended, files }));
