/** The formats as schemas: gaps are never 0, unknown members are refused, the golden files fit. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statement } from '../../schemas/chain.ts';
import { condition, conditionNames } from '../../schemas/condition.ts';
import { configuration } from '../../schemas/configuration.ts';
import { collectionLogLine, recordLine, redactionLine } from '../../schemas/lines.ts';
import { manifest } from '../../schemas/manifest.ts';
import { hasRecords, OUTCOME_REASONS, outcome, outcomeReason, outcomes } from '../../schemas/outcome.ts';
import { manifestWith } from '../evidence/manifests.ts';
import { readFolder } from '../support/folder.ts';

const golden = readFolder(join(import.meta.dirname, '../golden/store'));
const named = (pattern: RegExp) => [...golden].filter(([path]) => pattern.test(path));

describe('the golden store', () => {
  it.each([
    ['manifests', /\/evidence-manifest\.json$/, manifest],
    ['configurations', /\/data\/configuration\.json$/, configuration],
    ['log lines', /\/collection-log\.jsonl$/, collectionLogLine],
    ['redaction lines', /\/redactions\.jsonl$/, redactionLine],
    ['record lines', /\/data\/resources\//, recordLine],
  ] as const)('has %s that fit', (_name, pattern, schema) => {
    const files = named(pattern);

    expect(files.length).toBeGreaterThan(0);
    for (const [path, bytes] of files) {
      for (const line of bytes
        .toString()
        .split('\n')
        .filter((text) => text !== '')) {
        expect(schema.safeParse(JSON.parse(line)).success, path).toBe(true);
      }
    }
  });

  it('has records that fit', () => {
    const files = named(/\.sigstore\.json$/);

    expect(files).toHaveLength(4);
    for (const [, bytes] of files) {
      const bundle = JSON.parse(bytes.toString()) as { dsseEnvelope: { payload: string } };
      const payload: unknown = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString());
      expect(statement.safeParse(payload).success).toBe(true);
    }
  });

  it('never gives a gap a number, a file or an empty file', () => {
    for (const [, bytes] of named(/\/evidence-manifest\.json$/)) {
      const { resources, artifacts } = manifest.parse(JSON.parse(bytes.toString()));
      for (const { outcome: found, records, path } of resources) {
        expect(records === null).toBe(!hasRecords(found));
        expect(path === undefined).toBe(!hasRecords(found));
        if (path !== undefined) expect(artifacts.map((artifact) => artifact.path)).toContain(path);
      }
    }
  });
});

describe('the words for outcomes', () => {
  it('are those of the contract', () => {
    expect(OUTCOME_REASONS).toEqual({
      complete: [],
      partial: [
        'count-mismatch',
        'duplicate-ids',
        'cursor-loop',
        'truncated',
        'field-hidden',
        'invalid-records',
        'interrupted',
        'implausible-empty',
        'cross-reference',
        'parents-unread',
        'moved',
      ],
      denied: ['scope', 'token'],
      unavailable: ['feature', 'not-found', 'not-offered'],
      deferred: ['rate', 'time'],
      unreachable: ['upstream', 'timeout', 'network', 'bad-body'],
      'not-collected': ['excluded', 'opt-in', 'feature-declared-off', 'active-probe', 'customer-data'],
    });
  });

  it('are taken by the schemas, and no others', () => {
    for (const [name, reasons] of Object.entries(OUTCOME_REASONS)) {
      expect(outcome.safeParse(name).success).toBe(true);
      for (const reason of reasons) expect(outcomeReason.safeParse(reason).success).toBe(true);
    }
    expect(outcome.safeParse('ok').success).toBe(false);
    expect(outcomeReason.safeParse('').success).toBe(false);
  });

  it('say of two outcomes only that there are records', () => {
    expect(outcomes.filter(hasRecords)).toEqual(['complete', 'partial']);
  });
});

describe('unknown members', () => {
  const line = { resource: 'r', pointer: '/data/a', rule: 'x', action: 'drop', count: 1 };
  const opened = {
    condition: 'scope-gap',
    severity: 'high',
    summary: 's',
    since: '2026-11-22T03:00:00.000Z',
  };

  it.each([
    ['a manifest', manifest, manifestWith()],
    ['a redaction line', redactionLine, line],
    ['a record line', recordLine, { data: {}, id: 'x', parent: { groupId: 'g' } }],
    ['a condition', condition, opened],
  ] as const)('are refused in %s', (_name, schema, good) => {
    expect(schema.safeParse(good).success).toBe(true);
    expect(schema.safeParse({ ...good, extra: 1 }).success).toBe(false);
  });

  it.each([
    ['a place withheld never', { ...line, count: 0 }],
    ['another action', { ...line, action: 'mask' }],
  ])('and impossible ones too: %s', (_name, bad) => {
    expect(redactionLine.safeParse(bad).success).toBe(false);
  });

  it('there are twenty-one conditions, each once', () => {
    expect(new Set(conditionNames).size).toBe(21);
  });
});
