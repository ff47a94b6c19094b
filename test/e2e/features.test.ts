/** What is left out on purpose: it is no gap, and never quiet where it was collected before. */
import { describe, expect } from 'vitest';
import { allUnder, endingUnder as under } from '../support/children.ts';
import { type FaultRow, namesFeature, type Scene, tryRows } from '../support/fault-row.ts';

const functionsOff = { connection: { features: { functions: false } } } as const;
const declaredAgain = { mend: ({ cli }: Scene) => cli.writeConfig() } as const;
const fine = { status: 'complete', exit: 0 } as const;

const off: readonly FaultRow[] = [
  {
    name: 'a feature that is declared off and refuses is asked once and no gap',
    ...functionsOff,
    ...declaredAgain,
    ...fine,
    arrange: (scene) => namesFeature(scene, 'listFunctions'),
    gaps: {
      functions: 'not-collected feature-declared-off 422',
      ...under('functions', 'not-collected feature-declared-off -'),
    },
    conditions: [],
    also: ({ resources }) =>
      expect(resources.find(({ name }) => name === 'functions')).toMatchObject({ requests: 1, pages: 0 }),
  },
  {
    name: 'a feature that is declared off and answers with nothing is no gap',
    ...functionsOff,
    ...declaredAgain,
    ...fine,
    arrange: ({ fault }) => fault('listFunctions', { kind: 'empty-list' }),
    gaps: {
      functions: 'not-collected feature-declared-off -',
      ...under('functions', 'not-collected feature-declared-off -'),
    },
    conditions: [],
  },
  {
    name: 'a feature that is declared off and answers with records is reported, and they are not kept',
    ...functionsOff,
    ...declaredAgain,
    ...fine,
    arrange: () => undefined,
    gaps: {
      functions: 'not-collected feature-declared-off -',
      ...under('functions', 'not-collected feature-declared-off -'),
    },
    conditions: ['scope-reduced functions'],
  },
  {
    name: 'a feature that is declared off takes what is read under it along',
    connection: { features: { protocols: false } },
    ...declaredAgain,
    ...fine,
    arrange: (scene) => {
      for (const list of ['listTrackingPlans', 'listTransformations']) namesFeature(scene, list);
    },
    gaps: {
      'tracking-plans': 'not-collected feature-declared-off 422',
      transformations: 'not-collected feature-declared-off 422',
      ...under('tracking-plans', 'not-collected feature-declared-off -'),
    },
    conditions: [],
  },
  {
    name: 'a feature that was collected before and is declared off now is reported, whatever it answers',
    hasBaseline: true,
    ...declaredAgain,
    ...fine,
    arrange: (scene) => {
      scene.cli.writeConfig({}, { features: { spaces: false } });
      namesFeature(scene, 'listSpaces');
    },
    gaps: {
      spaces: 'not-collected feature-declared-off 422',
      ...under('spaces', 'not-collected feature-declared-off -'),
    },
    conditions: ['spaces', ...allUnder('spaces')].map((name) => `scope-reduced ${name}`),
  },
  {
    name: 'a feature that nobody declares off and that refuses is a gap',
    arrange: (scene) => namesFeature(scene, 'listSpaces'),
    gaps: { spaces: 'unavailable feature 422', ...under('spaces', 'unavailable feature -') },
    status: 'partial',
    exit: 4,
    conditions: ['spaces', ...allUnder('spaces')].map((name) => `feature-unavailable ${name}`),
  },
];

const withoutDestinations = ['destinations', ...allUnder('destinations')];

const chosen: readonly FaultRow[] = [
  {
    name: 'a resource that is excluded is left out with what is read under it',
    connection: { collect: { exclude: ['destinations'] } },
    ...declaredAgain,
    ...fine,
    arrange: () => undefined,
    gaps: Object.fromEntries(withoutDestinations.map((name) => [name, 'not-collected excluded -'])),
    conditions: [],
  },
  {
    name: 'a resource that was collected before and is excluded now is reported',
    hasBaseline: true,
    ...declaredAgain,
    ...fine,
    arrange: ({ cli }) => cli.writeConfig({}, { collect: { exclude: ['destinations'] } }),
    gaps: Object.fromEntries(withoutDestinations.map((name) => [name, 'not-collected excluded -'])),
    conditions: withoutDestinations.map((name) => `scope-reduced ${name}`),
  },
  {
    name: 'groups are whole without the users, since an owner may need no group',
    connection: { collect: { exclude: ['users'] } },
    ...declaredAgain,
    ...fine,
    arrange: () => undefined,
    gaps: { users: 'not-collected excluded -' },
    conditions: [],
  },
  {
    name: 'a run of chosen resources is partial, fills no slot and reports nothing as left out',
    hasBaseline: true,
    args: ['--only', 'group-members'],
    arrange: () => undefined,
    gaps: { workspace: 'complete', groups: 'complete', 'group-members': 'complete' },
    rest: 'not-collected excluded -',
    status: 'partial',
    exit: 4,
    conditions: [],
    also: ({ slot }) => expect(slot).toBeNull(),
  },
];

describe('when a feature is declared off', () => tryRows(off));
describe('when resources are chosen', () => tryRows(chosen));
