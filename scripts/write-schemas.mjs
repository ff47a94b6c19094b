/**
 * Writes schemas/json: a JSON Schema for each published format, and an example of each stored one,
 * taken from the golden store. Runs on the built package: `npm run schemas`.
 * Examples of what commands print come from a real run: `EXAMPLES=write vitest run test/schemas`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publishedFormats, resources, schemaFileName, toJsonSchema } from '../dist/schemas/index.js';
import { alertsBetween } from '../dist/src/alerts/changes.js';
import { receiptMessage } from '../dist/src/alerts/receipt-message.js';
import { besideExamples } from './beside-examples.mjs';
import { writeOrCheck } from './generated.mjs';

const root = resolve(import.meta.dirname, '..');
const connection = join(root, 'test/golden/store/segment-evidence/v1/golden');
const asText = (value) => `${JSON.stringify(value, null, 2)}\n`;

const schemas = publishedFormats.map((format) => [
  `schemas/json/${schemaFileName(format)}`,
  asText(toJsonSchema(format)),
]);
const examples = [...readExamples()].map(([name, value]) => {
  const { version } = publishedFormats.find((format) => format.name === name);
  return [`schemas/json/${name}.v${version}.example.json`, asText(value)];
});
writeOrCheck(root, new Map([...schemas, ...examples]), 'npm run schemas');

/** The first record of the golden store is of a complete run: everything that can be read is in it. */
function* readExamples() {
  const record = readJson(join(connection, 'chain/001/000000000000.sigstore.json'));
  const statement = JSON.parse(Buffer.from(record.dsseEnvelope.payload, 'base64').toString('utf8'));
  const snapshot = join(connection, statement.predicate.snapshotPath);
  yield ['chain-record', record];
  yield ['chain-statement', statement];
  yield ['evidence-manifest', readJson(join(snapshot, 'evidence-manifest.json'))];
  yield ['configuration', readJson(join(snapshot, 'data/configuration.json'))];
  yield ['check-results', readJson(join(snapshot, 'data/checks/results.json'))];
  yield* firstLine('collection-log', join(snapshot, 'data/collection-log.jsonl'));
  yield* firstLine('redactions', join(snapshot, 'data/redactions.jsonl'));
  yield* alertExamples();
  const { connection: name, run } = statement.predicate;
  const about = { connection: name, slot: run.slot, trigger: 'schedule', try: 1 };
  yield ['queue-message', { schema: 'segment-evidence/queue-message/v1', ...about }];
  yield ['resume-point', resumePointExample()];
  yield* reviewExamples(name, statement.predicate);
  yield* inputExamples();
  yield ['manual-evidence', manualExample(name)];
  yield* besideExamples(statement.predicate);
  for (const { name } of resources) {
    yield* firstLine(`resource-${name}`, join(snapshot, `data/resources/${name}.jsonl`));
  }
}

/** By hand: no golden run is given a file of a company. */
function* inputExamples() {
  const record = (id, data) => ({ data, id });
  yield [
    'input-roster',
    record('hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ', {
      leftOn: '2026-10-31',
      startedOn: '2024-02-01',
      status: 'left',
      userIds: ['k5WsPdR2qYvUXh7sV1rTgE'],
    }),
  ];
  yield [
    'input-vendors',
    record('Braze', {
      contract: 'DPA of 2025-03-01',
      country: 'US',
      erasure: 'api',
      hosts: ['rest.iad-01.braze.com'],
      personalData: true,
      phi: false,
      regions: ['eu', 'us'],
      reviewedOn: '2026-05-04',
      role: 'processor',
      slugs: ['braze', 'braze-cloud-mode-actions'],
      vendor: 'Braze',
    }),
  ];
  yield ['input-data-classification', record('birthday', { class: 'personal', property: 'birthday' })];
  yield [
    'input-approvals',
    record('destinations%2F5GFhvtz8fha42Cm4B8E6L8/2026-09-01/SEC-412/CISO', {
      approvedOn: '2026-09-01',
      approverRole: 'CISO',
      subject: 'destinations/5GFhvtz8fha42Cm4B8E6L8',
      ticket: 'SEC-412',
    }),
  ];
  const review = { reviewedOn: '2026-11-20', reviewerRole: 'Security' };
  yield ['input-reviews', record('1tXKBb2fTX5fyPjEpTVgDx', review)];
}

/** What a run would have left that was cut off: no golden run is. */
function resumePointExample() {
  const sha256 = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
  const file = (number) => ({ path: `1b4e28ba/part-00000${number}.bin`, bytes: 2_097_212, sha256 });
  return {
    schema: 'segment-evidence/resume-point/v1',
    connection: 'acme-production',
    slot: '2026-11-22T03:00:00.000Z',
    at: '2026-11-22T03:02:00.000Z',
    since: '2026-11-22T03:00:04.000Z',
    bound: {
      toolVersion: '0.1.0',
      toolDigest: null,
      configurationSha256: sha256,
      policySha256: sha256,
      origin: 'https://api.segmentapis.com',
      workspaceId: '9aQ1Lj62S4bomZKLF4DPqW',
      tokenFingerprint: 'hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ',
      fingerprintKeyId: '9f2c1a07',
    },
    resources: [{ name: 'users', files: [file(1)] }],
    secrets: [file(2)],
  };
}

/** Of one item, by hand: no golden run is reviewed. */
function* reviewExamples(name, { chain, snapshotPath, run }) {
  const sha256 = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
  const id = 'k5WsPdR2qYvUXh7sV1rTgE/role/1WDUuRLxv84rrfCNUwvkrR';
  const grant = { roleId: '1WDUuRLxv84rrfCNUwvkrR', role: 'Source Admin' };
  const user = { userId: 'k5WsPdR2qYvUXh7sV1rTgE', email: 'ada@acme.example', name: 'Ada' };
  yield [
    'review-population',
    {
      schema: 'segment-evidence/review-population/v1',
      connection: name,
      snapshot: { chain: chain.number, seq: chain.seq, snapshotPath, sha256, startedAt: run.startedAt },
      gaps: [],
      certificate: [
        { resource: 'users', outcome: 'complete', records: 1, words: 'users: complete; 1 record' },
      ],
      items: [
        {
          id,
          kind: 'role',
          ...user,
          grants: [{ ...grant, resources: [{ type: 'SOURCE', id: 'qhgipvsfnK2sj1zYUkqfEr', name: 'Web' }] }],
        },
      ],
    },
  ];
  yield [
    'review-decisions',
    {
      schema: 'segment-evidence/review-decisions/v1',
      connection: name,
      reviewId: '20261122T030004Z-5f70bf18',
      number: 1,
      populationSha256: sha256,
      importedAt: '2026-11-24T15:12:09.000Z',
      source: { path: 'source-5f70bf18.xlsx', sha256 },
      identity: { kind: 'asserted' },
      decisions: [
        { id, decision: 'revoke', reviewer: 'grace@acme.example', reason: 'Has moved to another team.' },
      ],
    },
  ];
}

/** No golden store has any. */
function manualExample(connection) {
  const sha256 = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
  return {
    schema: 'segment-evidence/manual-evidence/v1',
    connection,
    slot: 'sso-enforcement',
    id: '20261001T091502Z-5f70bf18',
    file: {
      path: 'file-5f70bf18.pdf',
      name: 'SSO settings.pdf',
      mediaType: 'application/pdf',
      bytes: 184_213,
      sha256,
    },
    effective: '2026-10-01',
    expires: '2027-10-01',
    attachedAt: '2026-10-01T09:15:02.113Z',
    by: { kind: 'asserted', name: 'ada@acme.example' },
    note: 'Two break-glass accounts are exempt: SEC-118.',
  };
}

/** What a channel is told of a token that may read less than the one before, and the record of it. */
function* alertExamples() {
  const [before, now] = [1, 2].map((seq) =>
    readJson(join(connection, `chain/001/00000000000${seq}.sigstore.json`)),
  );
  const [current, previous] = [now, before].map(
    ({ dsseEnvelope }) => JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8')).predicate,
  );
  const [{ alert }] = alertsBetween(current, previous, { channel: 'webhook-1', reminderHours: 24 });
  yield ['alert', alert];
  const receipt = readFileSync(join(connection, 'receipts/001-000000000002.txt'), 'utf8');
  yield ['receipt-message', receiptMessage({ record: current, receipt }, 'webhook-1')];
  const channel = { kind: 'webhook', index: 1 };
  const deliveredAt = current.chain.recordedAt;
  yield [
    'alert-delivery',
    { schema: 'segment-evidence/alert-delivery/v1', alert, channel, deliveredAt, attempts: 1 },
  ];
}

/** A resource that the golden run does not read, or that has no records there, has its example by hand. */
function* firstLine(name, path) {
  const [line] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  if (line) yield [name, JSON.parse(line)];
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
