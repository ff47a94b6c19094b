/** Lists that are far shorter than in the last complete snapshot, with a 200 and nothing to explain it. */
import { describe } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { allUnder, endingUnder } from '../support/children.ts';
import { type FaultRow, listEdit, type Scene, tryRows } from '../support/fault-row.ts';

interface Shrinking {
  readonly resource: string;
  readonly operationId: string;
  readonly key: string;
  readonly goneBy: string;
}

const destinations: Shrinking = {
  resource: 'destinations',
  operationId: 'listDestinations',
  key: 'destinations',
  goneBy: 'Integration Deleted',
};
const warehouses: Shrinking = {
  resource: 'warehouses',
  operationId: 'listWarehouses',
  key: 'warehouses',
  goneBy: 'Storage Destination Deleted',
};
const plans: Shrinking = {
  resource: 'tracking-plans',
  operationId: 'listTrackingPlans',
  key: 'trackingPlans',
  goneBy: 'Tracking Plan Deleted',
};
const credentials: Shrinking = {
  resource: 'credentials',
  operationId: 'listCredentials',
  key: 'credentials',
  goneBy: 'Warehouse Credential Deleted',
};

const shrink = ({ operationId, key }: Shrinking, to: number) => ({
  hasBaseline: true as const,
  arrange: ({ fault }: Scene) =>
    fault(
      operationId,
      listEdit(key, (records) => records.slice(0, to)),
    ),
});

/** Something was removed while nobody looked, and the audit trail says so. */
function noteRemoval({ world }: Simulator, type: string): void {
  const [last] = world.auditEvents;
  if (last === undefined) throw new Error('expected an audit event to write another one like');
  world.auditEvents.unshift({
    ...last,
    id: 'removal',
    type,
    timestamp: new Date(world.auditedUntil.getTime() + 60_000).toISOString(),
  });
}

/** Far fewer than before, and nothing says why. */
function unexplained(shrinking: Shrinking, to: number, name: string): FaultRow {
  const { resource } = shrinking;
  const below = allUnder(resource);
  return {
    name,
    ...shrink(shrinking, to),
    gaps: {
      [resource]: 'partial implausible-empty 200',
      // With no parent listed nobody is asked; with some, they answer.
      ...endingUnder(resource, `partial parents-unread ${to === 0 ? '-' : '200'}`),
    },
    status: 'partial',
    exit: 4,
    conditions: [resource, ...below].map((each) => `collection-incomplete ${each}`),
    because: { [resource]: 'no audit event of their removal' },
  };
}

function explained(shrinking: Shrinking, to: number, name: string): FaultRow {
  const { arrange, hasBaseline } = shrink(shrinking, to);
  return {
    name,
    hasBaseline,
    arrange: (scene) => {
      arrange(scene);
      noteRemoval(scene.simulator, shrinking.goneBy);
    },
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  };
}

const rows: readonly FaultRow[] = [
  unexplained(destinations, 0, 'no destination is left, and nobody removed any'),
  explained(destinations, 0, 'no destination is left, and somebody removed some'),
  unexplained(destinations, 4, 'less than half of the destinations are left, and nobody removed any'),
  explained(destinations, 4, 'less than half of the destinations are left, and somebody removed some'),
  unexplained(warehouses, 0, 'no warehouse is left, and nobody removed any'),
  unexplained(plans, 0, 'no tracking plan is left, and nobody removed any'),
  unexplained(credentials, 0, 'no credential is left, and nobody removed any'),
  explained(credentials, 0, 'no credential is left, and somebody removed some'),
  {
    name: 'half of the destinations are left: no more than may happen',
    ...shrink(destinations, 5),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
  {
    name: 'without a complete snapshot before there is nothing to miss',
    arrange: shrink(destinations, 0).arrange,
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

describe('when a list is far shorter than before', () => tryRows(rows));
