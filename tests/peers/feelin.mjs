// What feelin makes of FEEL: JSON lines { source, data, input } on stdin, JSON lines { value } or { error } on stdout.
// `input` is there where the source is a cell of a decision table. What JSON has no value for is { kind, text }.
import { createInterface } from 'node:readline';

import { evaluate, isFunction, isRange, unaryTest } from 'feelin';

const KINDS = {
  FeelDate: 'date',
  FeelTime: 'time',
  FeelDateTime: 'date and time',
  FeelDuration: 'duration',
};

function written(value) {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { kind: 'not finite', text: String(value) };
  }
  if (typeof value !== 'object') {
    return typeof value === 'function' ? { kind: 'function', text: '' } : value;
  }
  if (isFunction(value)) {
    return { kind: 'function', text: '' };
  }
  if (isRange(value)) {
    return {
      kind: 'range',
      start: written(value.start),
      end: written(value.end),
      text: (value['start included'] ? '[' : '(') + (value['end included'] ? ']' : ')'),
    };
  }
  if (Array.isArray(value)) {
    return value.map(written);
  }
  const kind = KINDS[value.constructor?.name];
  if (kind) {
    return { kind, text: String(value) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item)]));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { source, data, input } = JSON.parse(line);
  let answer;
  try {
    const result = input === undefined ? evaluate(source, data) : unaryTest(source, { ...data, '?': input });
    answer = { value: written(result.value) };
  } catch (error) {
    answer = { error: String(error.message).split('\n')[0] };
  }
  console.log(JSON.stringify(answer));
}
