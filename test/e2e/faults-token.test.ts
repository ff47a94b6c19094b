/** Faults of the token and of the question whose it is: then nothing else can be asked. */
import { describe } from 'vitest';
import { byDefault } from '../support/by-default.ts';
import { unaskedWith } from '../support/children.ts';
import { type FaultRow, tryRows } from '../support/fault-row.ts';

const names = byDefault.map(({ name }) => name);

/** The token stops working as soon as an operation has been answered. */
function revokeAfter(operationId: string): FaultRow['arrange'] {
  return ({ simulator, fault }) =>
    fault(operationId, {
      kind: 'transform-json',
      transform: (body) => {
        simulator.revoke();
        return body;
      },
    });
}

const refusedAtOnce = { rest: 'denied token 401', status: 'failed', exit: 3 } as const;
/** Read under others than those that were read: nobody was asked. */
const unasked = (...read: string[]) =>
  Object.fromEntries(unaskedWith(read).map((name) => [name, 'denied token -']));

const refused: readonly FaultRow[] = [
  {
    name: 'a token that is revoked before the run reads nothing',
    arrange: ({ simulator }) => simulator.revoke(),
    gaps: {},
    ...refusedAtOnce,
    conditions: ['token-refused'],
  },
  {
    name: 'a token that is revoked right after the workspace leaves only that',
    connection: { concurrency: 1 },
    arrange: revokeAfter('getWorkspace'),
    gaps: {
      workspace: 'complete',
      ...unasked('workspace'),
    },
    ...refusedAtOnce,
    conditions: ['token-refused'],
  },
  {
    name: 'a token that is revoked midway keeps what was read before and says token of the rest',
    simulator: { permissionsInUserList: true },
    connection: { concurrency: 1 },
    arrange: revokeAfter('listSources'),
    gaps: {
      workspace: 'complete',
      users: 'complete',
      groups: 'complete',
      sources: 'complete',
      ...unasked('workspace', 'users', 'groups', 'sources'),
    },
    rest: 'denied token 401',
    status: 'partial',
    exit: 3,
    conditions: ['token-refused'],
  },
  {
    name: 'a token of the other region is told from a revoked one',
    arrange: async ({ cli, simulator, startOther }) =>
      cli.writeConfig({}, { baseUrl: (await startOther()).url, otherRegionUrl: simulator.url }),
    mend: ({ cli }) => cli.writeConfig(),
    gaps: {},
    ...refusedAtOnce,
    conditions: ['wrong-region'],
  },
  {
    name: 'a token of another workspace than the pinned one reads which one it is, and nothing more',
    connection: { workspace: 'the-one-we-meant' },
    arrange: () => undefined,
    mend: ({ cli }) => cli.writeConfig(),
    gaps: { workspace: 'complete' },
    rest: 'denied token -',
    status: 'failed',
    exit: 3,
    conditions: ['wrong-workspace'],
  },
  {
    name: 'a token of another workspace than the one collected so far reads nothing more either',
    hasBaseline: true,
    arrange: ({ fault }) =>
      fault('getWorkspace', {
        kind: 'transform-json',
        transform: () => ({ data: { workspace: { id: 'elsewhere', slug: 'elsewhere', name: 'Elsewhere' } } }),
      }),
    gaps: { workspace: 'complete' },
    rest: 'denied token -',
    status: 'failed',
    exit: 3,
    conditions: ['wrong-workspace'],
  },
  {
    name: 'a token that cannot be fetched is told from one that is refused',
    arrange: () => undefined,
    env: { SEGMENT_TOKEN: '' },
    gaps: {},
    rest: 'denied token -',
    status: 'failed',
    exit: 4,
    conditions: ['token-unavailable'],
  },
];

/** Without an answer to whose token it is, nothing is known about anything. */
const unidentified: readonly FaultRow[] = [
  {
    name: 'a server that always fails says nothing about the token',
    arrange: ({ fault }) => fault('getWorkspace', { kind: 'status', status: 500 }),
    gaps: {},
    rest: 'unreachable upstream 500',
    status: 'failed',
    exit: 4,
    conditions: names.map((name) => `collection-incomplete ${name}`),
  },
  {
    name: 'a connection that is always dropped says nothing about the token',
    arrange: ({ fault }) => fault('getWorkspace', { kind: 'drop-before-headers' }),
    gaps: {},
    rest: 'unreachable network -',
    status: 'failed',
    exit: 4,
    conditions: names.map((name) => `collection-incomplete ${name}`),
  },
  {
    name: 'a workspace without an id is no workspace',
    arrange: ({ fault }) =>
      fault('getWorkspace', {
        kind: 'transform-json',
        transform: () => ({ data: { workspace: { slug: 'acme', name: 'Acme' } } }),
      }),
    gaps: {},
    rest: 'unreachable bad-body 200',
    status: 'failed',
    exit: 4,
    conditions: names.map((name) => `collection-incomplete ${name}`),
  },
  {
    name: 'a refusal that is taken back at the second look was none',
    arrange: ({ fault }) => fault('getWorkspace', { kind: 'status', status: 401 }, 1),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

describe('when the token does not do', () => tryRows(refused));
describe('when nobody says whose token it is', () => tryRows(unidentified));
