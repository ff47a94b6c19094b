/**
 * Segment's own client, used as its description shows it: each list page by page, what lies under others under each
 * of them in turn, every record written to a file. One run in a process of its own; sends back what it took.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../dist/schemas/resources/index.js';
import { openClient } from './bench-client.mjs';
import { spent } from './bench-spent.mjs';

/** @type {{ url: string, token: string, folder: string, client: string, exclude: string[] }} `client`: where it is installed. */
const { url, token, folder, client, exclude } = JSON.parse(process.argv[2] ?? '{}');
const DAY_MS = 86_400_000;
const LARGEST_PAGE = 200;

const methods = openClient(client, { url, token });
const idsOf = new Map();
let records = 0;

const startedMs = performance.now();
const stoppedBy = await readAll().then(
  () => undefined,
  (error) => error.response?.statusCode ?? String(error),
);
process.send({ ...spent((performance.now() - startedMs) / 1000), records, stoppedBy });
process.disconnect();

async function readAll() {
  for (const definition of resources.filter(({ name }) => !exclude.includes(name))) {
    const ids = [];
    idsOf.set(definition.name, ids);
    for (const given of questionsOf(definition)) await readList(definition, given, ids);
  }
}

/** The arguments of each list of a resource. */
function questionsOf({ parent, variants, window }) {
  const now = Date.now();
  const time =
    window === undefined
      ? {}
      : {
          [window.from]: new Date(now - window.days * DAY_MS + 600_000).toISOString(),
          [window.to]: new Date(now).toISOString(),
        };
  if (parent !== undefined) return idsOf.get(parent.resource).map((id) => ({ [parent.param]: id }));
  return (variants?.values ?? [undefined]).map((value) => ({ ...time, [variants?.param]: value }));
}

async function readList({ operationId, name, key, shape }, given, ids) {
  const ask = methods.get(operationId);
  for (let cursor; ; ) {
    const pagination = { count: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = (await ask({ ...given, pagination })).body;
    const found = shape === 'item' ? [data[key]] : data[key];
    records += found.length;
    appendFileSync(
      join(folder, `${name}.jsonl`),
      found.map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    for (const record of found) if (record.id !== undefined) ids.push(record.id);
    cursor = shape === 'list' ? data.pagination?.next : undefined;
    if (cursor === undefined || cursor === null) return;
  }
}
