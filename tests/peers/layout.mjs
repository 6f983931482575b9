// Lays out BPMN files with npm's bpmn-auto-layout. In: a JSON list of files; out: a JSON list, null for what fails.
import { layoutProcess } from 'bpmn-auto-layout';
import { readFileSync } from 'node:fs';

const answers = [];
for (const xml of JSON.parse(readFileSync(0, 'utf8'))) {
  answers.push(await layoutProcess(xml).catch(() => null));
}
process.stdout.write(JSON.stringify(answers));
