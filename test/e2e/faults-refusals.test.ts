/** Refusals on each kind of resource: each status means the same wherever it comes from. */
import { describe } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { allUnder, endingUnder } from '../support/children.ts';
import { type FaultRow, namesFeature, type Scene, tryRows } from '../support/fault-row.ts';

interface Kind {
  readonly kind: string;
  readonly operationId: string;
  readonly times?: number;
  readonly simulator?: FaultRow['simulator'];
  /** What it is of. */
  readonly resource: string;
  /** Where some of it is read all the same: how it ends then. */
  readonly partly?: 'truncated' | 'parents-unread' | 'field-hidden';
}

const kinds: readonly Kind[] = [
  { kind: 'a list', operationId: 'listInvites', resource: 'invites' },
  { kind: 'a list that others are read under', operationId: 'listSources', resource: 'sources' },
  { kind: 'an array', operationId: 'listLabels', resource: 'labels' },
  { kind: 'each list of several', operationId: 'listFunctions', resource: 'functions' },
  {
    kind: 'one list of several',
    operationId: 'listFunctions',
    times: 1,
    resource: 'functions',
    partly: 'truncated',
  },
  {
    kind: 'every detail',
    operationId: 'getUser',
    simulator: { permissionsInUserList: false },
    resource: 'users',
    partly: 'field-hidden',
  },
  {
    kind: 'one parent',
    operationId: 'listFiltersFromDestination',
    times: 1,
    resource: 'destination-filters',
    partly: 'parents-unread',
  },
  { kind: 'all parents', operationId: 'listRulesFromTrackingPlan', resource: 'tracking-plan-rules' },
  { kind: 'a list by time', operationId: 'listAuditEvents', resource: 'audit-events' },
];

interface Meaning {
  readonly means: string;
  readonly condition: string;
}

interface Refusal extends Meaning {
  readonly words: string;
  readonly status: number;
  /** Of what a plan may not include; default: the same. */
  readonly ofFeature?: Meaning;
  readonly refuse?: (scene: Scene, kind: Kind) => void;
}

/** A token that reads all users lacks no right: what it is refused and never had, the plan has not. */
const lacking = {
  means: 'denied scope',
  condition: 'scope-gap',
  ofFeature: { means: 'unavailable feature', condition: 'feature-unavailable' },
} as const;

const refusals: readonly Refusal[] = [
  { words: 'a 401', status: 401, ...lacking },
  { words: 'a 403', status: 403, ...lacking },
  { words: 'a 404', status: 404, means: 'unavailable not-found', condition: 'feature-unavailable' },
  {
    words: 'a 422 that names a feature',
    status: 422,
    means: 'unavailable feature',
    condition: 'feature-unavailable',
    refuse: (scene, { operationId, times }) => namesFeature(scene, operationId, times),
  },
];

function toRow(kind: Kind, refusal: Refusal): FaultRow {
  const { operationId, times, resource, partly } = kind;
  const { words, status, refuse } = refusal;
  const isOfFeature = resources.some(({ name, feature }) => name === resource && feature !== undefined);
  const { means, condition } = isOfFeature ? (refusal.ofFeature ?? refusal) : refusal;
  const ending = partly === undefined ? means : `partial ${partly}`;
  const opened =
    partly === undefined ? condition : partly === 'field-hidden' ? 'field-hidden' : 'collection-incomplete';
  return {
    name: `${words} on ${kind.kind}`,
    ...(kind.simulator === undefined ? {} : { simulator: kind.simulator }),
    arrange: (scene) =>
      refuse === undefined
        ? scene.fault(operationId, { kind: 'status', status }, times)
        : refuse(scene, kind),
    gaps: {
      [resource]: `${ending} ${status}`,
      ...endingUnder(resource, partly === undefined ? `${means} -` : 'partial parents-unread 200'),
    },
    status: 'partial',
    exit: 4,
    conditions: [resource, ...allUnder(resource)].map((name) => `${opened} ${name}`),
  };
}

/** Refusals that mean something else than they seem to. */
const disguised: readonly FaultRow[] = [
  {
    name: 'a 403 on what was read before is a lack of rights, even when it names a feature',
    hasBaseline: true,
    arrange: ({ fault }) => {
      fault('listTransformations', { kind: 'status', status: 403 });
      const errors = [{ type: 'forbidden', message: 'Upgrade your plan to use this feature.' }];
      fault('listTransformations', { kind: 'transform-json', transform: () => ({ errors }) });
    },
    gaps: { transformations: 'denied scope 403' },
    status: 'partial',
    exit: 4,
    conditions: ['scope-gap transformations'],
  },
  {
    name: 'a 422 that names no feature is a failure of the server',
    arrange: ({ fault }) => fault('listSpaces', { kind: 'status', status: 422 }),
    gaps: {
      spaces: 'unreachable upstream 422',
      ...endingUnder('spaces', 'unreachable upstream -'),
    },
    status: 'partial',
    exit: 4,
    conditions: ['spaces', ...allUnder('spaces')].map((name) => `collection-incomplete ${name}`),
  },
  {
    name: 'a redirect is not followed',
    arrange: async ({ fault, startOther }) => {
      const { url } = await startOther();
      fault('listWarehouses', { kind: 'redirect', location: `${url}/warehouses` });
    },
    // Which source writes into which warehouse is read from the sources then.
    gaps: { warehouses: 'unreachable upstream 302' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete warehouses'],
  },
  {
    name: 'what is read under a list that a lost right closes lacks that right too, though it was never read',
    connection: { collect: { exclude: ['tracking-plan-rules'] } },
    hasBaseline: true,
    arrange: ({ cli, fault }) => {
      cli.writeConfig();
      fault('listTrackingPlans', { kind: 'status', status: 403 });
    },
    gaps: {
      'tracking-plans': 'denied scope 403',
      ...endingUnder('tracking-plans', 'denied scope -'),
    },
    status: 'partial',
    exit: 4,
    conditions: ['tracking-plans', ...allUnder('tracking-plans')].map((name) => `scope-gap ${name}`),
  },
];

for (const [index, refusal] of refusals.entries()) {
  const rows = kinds.map((kind) => toRow(kind, refusal));
  // In the fast tier each refusal and each kind once, not each with each.
  describe(`when ${refusal.words} comes`, () => tryRows(rows, refusals.length, index));
}
describe('when a refusal is not what it seems', () => tryRows(disguised));
