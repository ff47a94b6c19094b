/**
 * Everything that the page of a snapshot says, as plain data from verified evidence of this run alone: the page is made from
 * this and nothing else, so that each of its numbers can be held against one recomputed from the artifacts.
 */
import type { History, Run } from '../../verify/read-history.ts';
import { views } from '../views/index.ts';
import { type CheckFacts, checkFacts } from './check-facts.ts';
import { type PopulationFacts, populationFacts } from './population-facts.ts';
import { type RunFacts, runFacts } from './run-facts.ts';

export interface SnapshotFacts {
  readonly run: RunFacts;
  /** null: no answers of checks were sealed with the run. */
  readonly checks: CheckFacts | null;
  /** By name of the population. */
  readonly populations: Readonly<Record<PopulationName, PopulationFacts>>;
}

export type PopulationName =
  | 'users'
  | 'groups'
  | 'roles'
  | 'invites'
  | 'sources'
  | 'destinations'
  | 'tracking-plans'
  | 'data-flows'
  | 'warehouses'
  | 'functions'
  | 'credentials'
  | 'regulations';

/** @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED */
export async function snapshotFacts(history: History, run: Run): Promise<SnapshotFacts> {
  const populations: [string, PopulationFacts][] = [];
  for (const view of views) populations.push([view.name, await populationFacts(history, run, view)]);
  return {
    run: runFacts(run),
    checks: (await checkFacts(run)) ?? null,
    populations: Object.fromEntries(populations) as SnapshotFacts['populations'],
  };
}
