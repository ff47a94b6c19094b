/** Faults of the token and of the first question, on which all the others depend. */
import { SecretError } from '../../src/errors.ts';
import type { FaultEffect, Simulator } from '../../src/simulator/simulator.ts';
import { type Expected, type FaultRow, gap, on, partial } from './fault-row.ts';

const NAMES = ['workspace', 'users', 'sources', 'source-settings'];
const all = (expected: Expected) => Object.fromEntries(NAMES.map((name) => [name, expected]));
const incompleteAll = NAMES.map((name) => `collection-incomplete ${name}`).sort();

/** The first answer to an operation also revokes the token. */
const revokeDuring = (operationId: string) => (simulator: Simulator) =>
  on(operationId, {
    kind: 'transform-json',
    transform: (body) => {
      simulator.revoke();
      return body;
    },
  })(simulator);

const nothingRead = (
  name: string,
  effect: FaultEffect,
  expected: Expected,
  more: Partial<FaultRow> = {},
): FaultRow => ({
  name,
  arrange: on('getWorkspace', effect),
  status: 'failed',
  token: 'unknown',
  conditions: incompleteAll,
  entries: all(expected),
  ...more,
});

const refused = { token: 'refused', conditions: ['token-refused'] };

export const tokenFaults: readonly FaultRow[] = [
  {
    name: 'a revoked token',
    settings: ({ simulator }) => ({ token: simulator.tokens.revoked }),
    arrange: () => undefined,
    status: 'failed',
    ...refused,
    entries: all(gap('denied', 'token', 401)),
  },
  {
    name: 'a token that could not be fetched',
    settings: {
      fetchToken: async () => {
        throw new SecretError({
          reference: 'env:TOKEN',
          message: 'fetch secret: gone',
        });
      },
    },
    arrange: () => undefined,
    status: 'failed',
    token: 'unavailable',
    conditions: ['token-unavailable'],
    entries: all(gap('denied', 'token')),
  },
  nothingRead(
    '403 to the first question',
    { kind: 'status', status: 403, body: 'html' },
    gap('denied', 'token', 403),
    refused,
  ),
  nothingRead(
    '500 to the first question',
    { kind: 'status', status: 500 },
    gap('unreachable', 'upstream', 500),
  ),
  nothingRead(
    '407 to the first question',
    { kind: 'status', status: 407, body: 'html' },
    gap('unreachable', 'upstream', 407),
  ),
  nothingRead('a web page to the first question', { kind: 'html' }, gap('unreachable', 'bad-body', 200)),
  nothingRead('no answer to the first question', { kind: 'never-answer' }, gap('unreachable', 'timeout')),
  nothingRead('a dropped first question', { kind: 'drop-before-headers' }, gap('unreachable', 'network')),
  nothingRead(
    '429 to the first question',
    { kind: 'rate-limited', retryAfterSeconds: 2 },
    gap('deferred', 'rate', 429),
  ),
  nothingRead(
    'a workspace without an id',
    { kind: 'transform-json', transform: () => ({ data: { workspace: { slug: 'acme', name: 'Acme' } } }) },
    gap('unreachable', 'bad-body', 200),
  ),
  {
    name: '401 to the first question once, by mistake',
    arrange: on('getWorkspace', { kind: 'status', status: 401 }, { times: 1 }),
    status: 'complete',
  },
  {
    name: 'a token revoked after the users were read',
    settings: { concurrency: 1 },
    arrange: revokeDuring('listUsers'),
    status: 'partial',
    ...refused,
    entries: {
      sources: gap('denied', 'token', 401),
      'source-settings': gap('denied', 'token'),
    },
  },
  {
    name: 'a token revoked after the first parent was read',
    settings: { concurrency: 1 },
    arrange: revokeDuring('listSchemaSettingsInSource'),
    status: 'partial',
    token: 'refused',
    conditions: ['collection-incomplete source-settings', 'token-refused'],
    entries: { 'source-settings': partial('parents-unread', 1) },
  },
  {
    name: 'a member’s token',
    settings: ({ simulator }) => ({ token: simulator.tokens.member }),
    arrange: () => undefined,
    status: 'partial',
    conditions: ['field-hidden sources', 'scope-gap source-settings', 'scope-gap users'],
    entries: {
      users: gap('denied', 'scope', 403),
      sources: partial('field-hidden', 12),
      'source-settings': gap('denied', 'scope', 403),
    },
    altered: ['sources'],
  },
  {
    name: 'another workspace than the one pinned',
    settings: { config: { workspacePin: 'the-one-we-know' } },
    arrange: () => undefined,
    status: 'failed',
    token: 'wrong-workspace',
    conditions: ['wrong-workspace'],
    entries: Object.fromEntries(NAMES.slice(1).map((name) => [name, gap('denied', 'token')])),
  },
];
