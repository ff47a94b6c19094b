/** What the manifest says of a run: its status, what became of each operation, and since when bytes are equal. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ArtifactEntry, ResourceEntry } from '../../schemas/manifest.ts';
import { operations } from '../../schemas/operations.ts';
import { outcomes } from '../../schemas/outcome.ts';
import { secret, setOf, volatile } from '../../schemas/policy.ts';
import {
  artifactEntries,
  coverageOf,
  policyDigest,
  sortByPath,
  statusOf,
} from '../../src/evidence/manifest.ts';
import { spine } from '../support/spine.ts';
import { thingsOf } from './context.ts';

const entry = (
  name: string,
  outcome: ResourceEntry['outcome'],
  reason?: ResourceEntry['reason'],
): ResourceEntry => ({
  name,
  schemaVersion: 1,
  outcome,
  ...(reason === undefined ? {} : { reason }),
  records: null,
  pages: 0,
  requests: 0,
});

const GAPS = outcomes.filter((outcome) => !['complete', 'not-collected'].includes(outcome));

describe('the status of a snapshot', () => {
  it.each(GAPS)('one resource that is %s keeps a snapshot from being complete', (outcome) => {
    const entries = [entry('workspace', 'complete'), entry('users', 'complete'), entry('sources', outcome)];

    expect(statusOf(entries, false)).toBe('partial');
  });

  it.each([
    ['everything complete', [entry('workspace', 'complete'), entry('users', 'complete')], 'complete'],
    [
      'left out on purpose',
      [entry('workspace', 'complete'), entry('users', 'not-collected', 'excluded')],
      'complete',
    ],
    ['only the workspace was read', [entry('workspace', 'complete'), entry('users', 'denied')], 'failed'],
    ['the workspace only in part', [entry('workspace', 'partial'), entry('users', 'unreachable')], 'failed'],
    ['nothing was read', [entry('workspace', 'denied'), entry('users', 'denied')], 'failed'],
    [
      'something in part',
      [entry('workspace', 'complete'), entry('users', 'partial'), entry('sources', 'denied')],
      'partial',
    ],
    [
      'something without the workspace',
      [entry('workspace', 'unreachable'), entry('users', 'complete')],
      'partial',
    ],
  ] as const)('%s', (_name, entries, status) => {
    expect(statusOf(entries, false)).toBe(status);
  });

  it.each([
    ['everything it asked for', [entry('workspace', 'complete'), entry('users', 'complete')], 'partial'],
    ['the workspace alone', [entry('workspace', 'complete')], 'partial'],
    ['nothing', [entry('workspace', 'denied'), entry('users', 'denied')], 'failed'],
  ] as const)('a run for trying things out that read %s is never complete', (_name, entries, status) => {
    expect(statusOf(entries, true)).toBe(status);
  });
});

describe('coverage', () => {
  const definitions = [
    thingsOf(
      {},
      {
        name: 'users',
        operationId: 'listUsers',
        detail: {
          operationId: 'getUser',
          path: '/users/{userId}',
          key: 'user',
          param: 'userId',
          whenMissing: 'permissions',
        },
      },
    ),
    thingsOf({}, { name: 'sources', operationId: 'listSources' }),
  ];
  const of = (entries: readonly ResourceEntry[], requests: Record<string, number> = {}) =>
    coverageOf(operations, definitions, entries, (id) => requests[id] ?? 0);
  const stateOf = (coverage: ReturnType<typeof of>, id: string) =>
    coverage.list.find(({ operationId }) => operationId === id);

  it('names every operation there is, and its counts tie out', () => {
    const coverage = of([entry('users', 'complete'), entry('sources', 'denied', 'scope')]);

    expect(coverage.list).toHaveLength(operations.length);
    expect(coverage.operations).toBe(operations.length);
    expect(coverage.collected + coverage.derived + coverage.notCollected).toBe(coverage.operations);
    expect(
      coverage.list.every(({ state, reason }) => state !== 'not-collected' || reason !== undefined),
    ).toBe(true);
  });

  it.each([
    ['a list that was read', 'listUsers', { state: 'collected', resource: 'users' }],
    ['details that were not needed', 'getUser', { state: 'derived', resource: 'users' }],
    [
      'a list that was refused',
      'listSources',
      { state: 'not-collected', resource: 'sources', reason: 'denied: scope' },
    ],
    [
      'an operation this version does not use',
      'listWarehouses',
      { state: 'not-collected', reason: 'not-in-this-version' },
    ],
    ['one left out for good', 'echo', { state: 'not-collected', reason: 'active-probe' }],
    ['customer data', 'getAudiencePreview', { state: 'not-collected', reason: 'customer-data' }],
  ])('%s', (_name, id, expected) => {
    const coverage = of([entry('users', 'complete'), entry('sources', 'denied', 'scope')]);

    expect(stateOf(coverage, id)).toMatchObject(expected);
  });

  it('details that were asked for are collected', () => {
    const coverage = of([entry('users', 'partial', 'moved')], { getUser: 1 });

    expect(stateOf(coverage, 'getUser')?.state).toBe('collected');
  });

  it('an outcome without a reason is named by itself', () => {
    expect(stateOf(of([entry('users', 'unreachable')]), 'listUsers')?.reason).toBe('unreachable');
  });
});

describe('artifact entries', () => {
  const file = (path: string, digest: string, records?: number) => ({
    path,
    mediaType: 'text/plain',
    bytes: 3,
    sha256: digest,
    ...(records === undefined ? {} : { records }),
    async *open() {
      yield Buffer.from('abc');
    },
  });
  const earlier = (path: string, digest: string, unchangedSinceSeq?: number): ArtifactEntry => ({
    path,
    mediaType: 'text/plain',
    bytes: 3,
    sha256: digest,
    ...(unchangedSinceSeq === undefined ? {} : { unchangedSinceSeq }),
  });
  const digest = (letter: string) => letter.repeat(64);

  it.each([
    ['no record before', undefined, undefined],
    ['another digest before', [earlier('a', digest('b'), 2)], undefined],
    ['not there before', [earlier('b', digest('a'), 2)], undefined],
    ['equal for the first time', [earlier('a', digest('a'))], 7],
    ['equal for long', [earlier('a', digest('a'), 2)], 2],
    ['equal since the very first record', [earlier('a', digest('a'), 0)], 0],
  ])('%s', (_name, artifacts, since) => {
    const previous = artifacts === undefined ? undefined : { seq: 7, artifacts };

    const [found] = artifactEntries([file('a', digest('a'))], previous);

    expect(found?.unchangedSinceSeq).toBe(since);
  });

  it('stand by path in UTF-16 code units, and carry a count only where there is one', () => {
    const entries = artifactEntries(
      [file('b', digest('1')), file('a/b', digest('2'), 0), file('a-b', digest('3'))],
      undefined,
    );

    expect(entries.map(({ path, records }) => [path, records])).toEqual([
      ['a-b', undefined],
      ['a/b', 0],
      ['b', undefined],
    ]);
  });

  it('are sorted without touching what was given', () => {
    const given = Object.freeze([{ path: '\ufb33' }, { path: '\u{1f600}' }, { path: 'a' }, { path: 'a' }]);

    expect(sortByPath(given).map(({ path }) => path)).toEqual(['a', 'a', '\u{1f600}', '\ufb33']);
  });
});

describe('the digest of the policy', () => {
  it('is the same whatever the order of resources and fields', () => {
    const one = policyDigest([thingsOf({ a: z.string(), b: volatile() }), thingsOf({}, { name: 'others' })]);
    const two = policyDigest([thingsOf({}, { name: 'others' }), thingsOf({ b: volatile(), a: z.string() })]);

    expect(two).toBe(one);
  });

  it.each([
    ['a kept field becomes a secret', { a: secret('segment/token') }],
    ['a kept field becomes volatile', { a: volatile() }],
    ['a field is added', { a: z.string(), b: z.string() }],
    ['a field is no longer known', {}],
    ['a field becomes a list', { a: z.array(z.string()) }],
    ['a field becomes a set', { a: setOf(z.string()) }],
  ])('changes when %s', (_name, fields) => {
    expect(policyDigest([thingsOf(fields)])).not.toBe(policyDigest([thingsOf({ a: z.string() })]));
  });

  it('changes when a secret gets another context', () => {
    expect(policyDigest([thingsOf({ a: secret('segment/token') })])).not.toBe(
      policyDigest([thingsOf({ a: secret('segment/setting') })]),
    );
  });

  it('can be made of the real resources', () => {
    expect(policyDigest(spine)).toMatch(/^[0-9a-f]{64}$/);
  });
});
