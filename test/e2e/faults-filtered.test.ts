/** Lists that come short with a 200, as a token gets them that may see only some things. */
import { describe } from 'vitest';
import { SCALES, type World } from '../../src/simulator/simulator.ts';
import { allUnder, endingUnder } from '../support/children.ts';
import { type FaultRow, type Json, listEdit, tryRows } from '../support/fault-row.ts';

/** What is read under records that a filtered list leaves out is not whole either. */
const belowSources = endingUnder('sources', 'partial parents-unread 200');
const incomplete = (...names: readonly string[]) => names.map((name) => `collection-incomplete ${name}`);

/** Leaves a source out of the list that another resource names. */
function hiddenSource(naming: string, pick: (world: World) => string | undefined): FaultRow {
  return {
    name: `a source that is not listed is missed because ${naming} name it`,
    arrange: ({ simulator, fault }) => {
      const id = pick(simulator.world);
      if (id === undefined) throw new Error(`expected ${naming} that name a source`);
      fault(
        'listSources',
        listEdit('sources', (sources) => sources.filter((source) => source['id'] !== id)),
      );
    },
    gaps: { sources: 'partial cross-reference 200', ...belowSources },
    status: 'partial',
    exit: 4,
    conditions: incomplete('sources', ...allUnder('sources')),
    because: { sources: `named by ${naming}` },
  };
}

const hidden: readonly FaultRow[] = [
  hiddenSource('destinations', ({ destinations }) => destinations[0]?.sourceId),
  hiddenSource('destination-filters', ({ destinationFilters }) => destinationFilters[0]?.sourceId),
  hiddenSource('tracking-plan-sources', ({ sourcePlans }) => Object.keys(sourcePlans)[0]),
  hiddenSource('warehouse-sources', ({ warehouseSources }) => Object.values(warehouseSources)[0]?.[0]),
  hiddenSource('transformations', ({ transformations }) => transformations[0]?.sourceId),
  hiddenSource('reverse-etl-models', ({ reverseEtlModels }) => reverseEtlModels[0]?.sourceId),
  {
    name: 'a user that is not listed is missed because a group has them as a member',
    arrange: ({ simulator, fault }) => {
      const [member] = Object.values(simulator.world.groupMembers).flat();
      fault(
        'listUsers',
        listEdit('users', (users) => users.filter(({ id }) => id !== member)),
      );
    },
    gaps: { users: 'partial cross-reference 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete users'],
    because: { users: '1 named by group-members' },
  },
  {
    name: 'a warehouse that is not listed is missed because sources write into it',
    // More warehouses than sources: what connects them is read from the sources.
    arrange: ({ simulator: { world }, fault }) => {
      const [warehouse] = world.warehouses;
      if (warehouse === undefined) throw new Error('expected a warehouse');
      for (let index = 0; index < 20; index += 1)
        world.warehouses.push({ ...warehouse, id: `warehouse-${index}` });
      fault(
        'listWarehouses',
        listEdit('warehouses', (warehouses) => warehouses.filter(({ id }) => id !== warehouse.id)),
      );
    },
    mend: ({ simulator: { world } }) => world.warehouses.splice(1),
    gaps: { warehouses: 'partial cross-reference 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete warehouses'],
    because: { warehouses: '1 named by warehouse-sources' },
  },
  {
    ...hiddenSource('destinations', ({ destinations }) => destinations[0]?.sourceId),
    name: 'what writes into warehouses is not whole when it is read from sources that are not all listed',
    simulator: { size: { ...SCALES.small, warehouses: 30 } },
    gaps: {
      sources: 'partial cross-reference 200',
      ...belowSources,
      'warehouse-sources': 'partial parents-unread 200',
    },
    conditions: incomplete('sources', ...allUnder('sources'), 'warehouse-sources'),
    because: { 'warehouse-sources': 'not all sources seem to be listed' },
  },
];

const notOwner = (permissions: unknown) =>
  (permissions as readonly Json[]).filter(({ roleName }) => roleName !== 'Workspace Owner');

const emptied: readonly FaultRow[] = [
  {
    name: 'write keys that come empty are hidden, not missing',
    arrange: ({ fault }) => fault('listSources', { kind: 'empty-field', field: 'writeKeys' }),
    gaps: { sources: 'partial field-hidden 200' },
    status: 'partial',
    exit: 4,
    conditions: ['field-hidden sources'],
  },
  {
    name: 'users without permissions whose details say nothing of them either',
    simulator: { permissionsInUserList: false },
    arrange: ({ fault }) => fault('getUser', { kind: 'transform-json', transform: withoutPermissions }),
    gaps: { users: 'partial field-hidden 200' },
    status: 'partial',
    exit: 4,
    conditions: ['field-hidden users'],
  },
  {
    name: 'functions whose details come without their code',
    arrange: ({ fault }) => fault('getFunction', { kind: 'omit-field', field: 'code' }),
    gaps: { functions: 'partial field-hidden 200' },
    status: 'partial',
    exit: 4,
    conditions: ['field-hidden functions'],
  },
  {
    name: 'a group that says it has members and shows none',
    arrange: ({ simulator }) => {
      const group = simulator.world.groups.find(({ memberCount }) => memberCount > 0);
      simulator.addFault({
        match: { path: `/groups/${group?.id}/users` },
        effect: { kind: 'empty-list' },
      });
    },
    gaps: { 'group-members': 'partial implausible-empty 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete group-members'],
    because: { 'group-members': '1 groups say that they have some and show none' },
  },
  {
    name: 'a workspace that nobody owns, neither by themselves nor through a group',
    simulator: { permissionsInUserList: true },
    arrange: ({ fault }) => {
      const disown = (list: readonly Json[]) =>
        list.map((record) => ({ ...record, permissions: notOwner(record['permissions']) }));
      fault('listUsers', listEdit('users', disown));
      fault('listUserGroups', listEdit('userGroups', disown));
    },
    gaps: { users: 'partial implausible-empty 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete users'],
    because: { users: 'no owner among users and groups' },
  },
  {
    name: 'a workspace that has no users',
    arrange: ({ fault }) => fault('listUsers', { kind: 'empty-list' }),
    gaps: { users: 'partial implausible-empty 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete users'],
    because: { users: 'every workspace has some' },
  },
  {
    name: 'a workspace that has no roles',
    arrange: ({ fault }) => fault('listRoles', { kind: 'empty-list' }),
    gaps: { roles: 'partial implausible-empty 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete roles'],
    because: { roles: 'every workspace has some' },
  },
  {
    name: 'a workspace without invites, which may be so',
    arrange: ({ fault }) => fault('listInvites', { kind: 'empty-list' }),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

function withoutPermissions(body: unknown): unknown {
  const { data } = body as { data: { user: Json } };
  const { permissions: _hidden, ...user } = data.user;
  return { data: { user } };
}

describe('when a list leaves out what others name', () => tryRows(hidden));
describe('when what must be there comes empty', () => tryRows(emptied));
