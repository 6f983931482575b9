// Lints the files named on standard input, one a line, with a fresh linter each; prints the seconds of processor time that all took.
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { Linter } from "bpmnlint";
import NodeResolver from "bpmnlint/lib/resolver/node-resolver.js";

const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
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
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds: (user + system) / 1e6, failed }));
