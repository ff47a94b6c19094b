/**
 * Segment's own client used plainly: the requests that a run of ours made, one after the other, each record written to a
 * file, and nothing else. So both have asked for the same. One run in a process of its own; sends back what it took.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClient } from './bench-client.mjs';
import { spent } from './bench-spent.mjs';

/** @type {{ url: string, token: string, folder: string, client: string, readings: string }} `client`: where it is installed. */
const { url, token, folder, client, readings } = JSON.parse(process.argv[2] ?? '{}');

const methods = openClient(client, { url, token });
let records = 0;
let storedBytes = 0;

const asked = JSON.parse(readFileSync(readings, 'utf8'));
const startedMs = performance.now();
const stoppedBy = await readAll().then(
  () => undefined,
  (error) => error.response?.statusCode ?? String(error),
);
process.send({ ...spent((performance.now() - startedMs) / 1000), records, storedBytes, stoppedBy });
process.disconnect();

async function readAll() {
  for (const { operationId, params, query, status } of asked) {
    try {
      const { body } = await methods.get(operationId)({ ...params, ...argumentsOf(query) });
      write(operationId, body.data);
    } catch (error) {
      // A source without a live plugin, for one: ours was answered the same.
      if (error.response?.statusCode !== status) throw error;
    }
  }
}

/** `pagination.count` is the member `count` of the argument `pagination`. */
function argumentsOf(query) {
  const given = {};
  for (const [name, value] of Object.entries(query)) {
    const [argument, member] = name.split('.');
    if (member === undefined) given[argument] = value;
    else given[argument] = { ...given[argument], [member]: value };
  }
  return given;
}

function write(operationId, data) {
  for (const [name, value] of Object.entries(data)) {
    if (/pagination$/i.test(name) || typeof value !== 'object' || value === null) continue;
    const found = Array.isArray(value) ? value : [value];
    const text = found.map((record) => `${JSON.stringify(record)}\n`).join('');
    appendFileSync(join(folder, `${operationId}-${name}.jsonl`), text);
    records += found.length;
    storedBytes += Buffer.byteLength(text);
  }
}
