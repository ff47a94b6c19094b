/** Pages of periods: of the shared quarter, with its gaps; and of two runs whose checks were sealed. */

import {
  type PeriodEvidence,
  type PeriodFacts,
  periodFacts,
} from '../../src/answers/pages/period/period-facts.ts';
import type { Period } from '../../src/answers/pages/period/period-runs.ts';
import { periodEvidence } from '../../src/commands/period-evidence.ts';
import { periodDocument } from '../../src/report/period/page.tsx';
import { openFolderStore } from '../../src/store/folder.ts';
import { wholeScene } from './page-scene.ts';
import { type Quarter, sharedQuarter } from './quarter.ts';
import { signer } from './run.ts';

export interface PeriodScene {
  /** Folder of the store. */
  readonly store: string;
  readonly period: Period;
  readonly evidence: PeriodEvidence;
  readonly facts: PeriodFacts;
  readonly html: string;
}

export interface QuarterScene extends PeriodScene {
  readonly quarter: Quarter;
}

const DAY_MS = 24 * 60 * 60 * 1000;

let ofQuarter: Promise<QuarterScene> | undefined;
let ofChecks: Promise<PeriodScene> | undefined;

/** Returns the page of the shared quarter, made once for all files of tests that only read it. */
export function quarterScene(): Promise<QuarterScene> {
  ofQuarter ??= sharedQuarter().then(async (quarter) => {
    const { store, period } = quarter;
    return { quarter, ...(await sceneOf(store, period, new Date(Date.parse(period.to) + 2 * DAY_MS))) };
  });
  return ofQuarter;
}

/** Returns the page of two runs that lack nothing. */
export function checkedScene(): Promise<PeriodScene> {
  ofChecks ??= wholeScene().then(({ bench, facts }) => {
    // From the start of the one run to that of the other: before and after them nobody knows what changed.
    const [from = '', to] = [facts.changes?.since.startedAt, facts.run.snapshot.startedAt];
    return sceneOf(bench.folder, { from, to }, new Date(Date.parse(to) + 120_000));
  });
  return ofChecks;
}

/** Returns the page of any period of a store of the connection `acme`. */
export async function sceneOf(store: string, period: Period, now: Date): Promise<PeriodScene> {
  const place = {
    connection: 'acme',
    store: openFolderStore(store, () => 'unused'),
    keys: async () => [signer.publicKey],
  };
  const evidence = await periodEvidence(place, { ...period, now });
  const facts = await periodFacts(evidence, period);
  return { store, period, evidence, facts, html: periodDocument(facts) };
}
