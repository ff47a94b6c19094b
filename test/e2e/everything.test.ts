/** The two ends of what a workspace may have: no feature at all, and everything that may be asked for. */
import { describe, expect, it } from 'vitest';
import { parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { FEATURE_NAMES } from '../../src/simulator/features.ts';
import { ALL, byDefault } from '../support/by-default.ts';
import {
  type CollectedRun,
  collectOnce,
  expectVerified,
  type Scene,
  withScene,
} from '../support/fault-row.ts';
import { recordsOf } from './stored.ts';

/** What the reference calls a feature, or what everything of a resource's lineage needs. */
function needsFeature({ feature, ...rest }: ResourceDefinition): boolean {
  const above = parentsOf({ feature, ...rest } as ResourceDefinition).map(({ resource }) => resource);
  const others = resources.filter(({ name }) => above.includes(name) && name !== rest.name);
  return feature !== undefined || others.some(needsFeature);
}

const optIn = resources.filter((definition) => definition.optIn !== undefined).map(({ name }) => name);
const collect = { include: optIn, lanes: ['standard', 'slow'] };
const features = [...new Set(resources.flatMap(({ feature }) => feature ?? []))];

const declaredOff = Object.fromEntries(features.map((name) => [name, false]));
const simulator = { features: Object.fromEntries(FEATURE_NAMES.map((name) => [name, false])) };

/** How each resource that is read by default ended. */
function endings({ resources: entries }: CollectedRun): Record<string, string> {
  const ends = new Map(
    entries.map(({ name, outcome, reason }) => [name, [outcome, reason].join(' ').trim()]),
  );
  return Object.fromEntries(byDefault.map(({ name }) => [name, ends.get(name) ?? 'not said']));
}

/** What need not be offered is none where all that it is read under is there. */
const isGapWithout = (definition: ResourceDefinition) =>
  needsFeature(definition) && !isNotOffered(definition);

const isNotOffered = ({ whereOffered, feature, parent }: ResourceDefinition) =>
  whereOffered === true &&
  feature !== undefined &&
  !resources.some(
    ({ name, ...above }) =>
      name === parent?.resource && needsFeature({ name, ...above } as ResourceDefinition),
  );

const expectedEndings = (ending: string, hasIt: (definition: ResourceDefinition) => boolean) =>
  Object.fromEntries(
    byDefault.map((definition) => [definition.name, hasIt(definition) ? ending : 'complete']),
  );

/** Each operation is accounted for once, and none of a resource that was not read counts as asked. */
function expectAccountedFor({ cli }: Scene): void {
  const { coverage, resources: entries } = recordsOf(cli.store).at(-1) ?? {};
  const { operations = 0, collected = 0, derived = 0, notCollected = 0, list = [] } = coverage ?? {};
  expect(operations).toBe(list.length);
  expect(collected + derived + notCollected).toBe(operations);
  expect(list.filter(({ state, reason }) => state === 'not-collected' && reason === undefined)).toEqual([]);
  const unread = entries?.filter(({ records }) => records === null).map(({ name }) => name) ?? [];
  expect(
    list.filter(({ state, resource = '' }) => state !== 'not-collected' && unread.includes(resource)),
  ).toEqual([]);
}

describe('a workspace without any feature', () => {
  it('is complete where each is declared off, and nobody is alarmed', () =>
    withScene({ simulator, connection: { features: declaredOff }, reads: ALL }, async (scene) => {
      const { code, run } = await collectOnce(scene);

      expect(endings(run)).toEqual(expectedEndings('not-collected feature-declared-off', needsFeature));
      expect([code, run.status, run.conditions]).toEqual([0, 'complete', []]);
      expectAccountedFor(scene);
      await expectVerified(scene);
    }));

  it('has a gap for each where nobody said so, and what is there is read', () =>
    withScene({ simulator, reads: ALL }, async (scene) => {
      const { code, run } = await collectOnce(scene);

      const gaps = byDefault.filter(isGapWithout).map(({ name }) => name);
      const outcomes = Object.entries(endings(run)).map(([name, ending]) => [name, ending.split(' ')[0]]);
      expect(Object.fromEntries(outcomes)).toEqual(expectedEndings('unavailable', needsFeature));
      const unoffered = run.resources.filter(({ reason }) => reason === 'not-offered');
      expect(unoffered.map(({ name }) => name)).toEqual(
        byDefault.filter(isNotOffered).map(({ name }) => name),
      );
      expect([code, run.status]).toEqual([4, 'partial']);
      expect(run.conditions.map(({ condition, resource }) => [condition, resource])).toEqual(
        gaps.sort().map((name) => ['feature-unavailable', name]),
      );
      expectAccountedFor(scene);
      await expectVerified(scene);
    }));
});

describe('everything that may be asked for', () => {
  it('is read whole, the slow lane and what has to be named included', () =>
    withScene({ connection: { collect }, reads: ALL }, async (scene) => {
      const { code, run } = await collectOnce(scene);

      const ends = run.resources.map(({ name, outcome, reason }) => [name, outcome, reason]);
      expect(ends).toEqual(resources.map(({ name }) => [name, 'complete', undefined]));
      expect([code, run.status, run.conditions]).toEqual([0, 'complete', []]);
      expectAccountedFor(scene);
      await expectVerified(scene);
    }));
});
