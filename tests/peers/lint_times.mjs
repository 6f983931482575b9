// Lints the files named on standard input, one a line, with a fresh linter each; prints the seconds that all took.
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { Linter } from "bpmnlint";
import NodeResolver from "bpmnlint/lib/resolver/node-resolver.js";

const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
const begin = performance.now();
let failed = 0;
for (const file of files) {
  try {
    const { rootElement } = await new BpmnModdle().fromXML(readFileSync(file, "utf8"));
    const linter = new Linter({ config: { extends: "bpmnlint:recommended" }, resolver: new NodeResolver() });
    await linter.lint(rootElement);
  } catch {
    failed += 1;
  }
}
console.log(JSON.stringify({ seconds: (performance.now() - begin) / 1000, failed }));
