/** Two runs of a workspace with something of every kind, and what the page of the second one is made from. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../schemas/resources/index.ts';
import { findManual } from '../../src/answers/manual/found.ts';
import { type SnapshotFacts, snapshotFacts } from '../../src/answers/pages/snapshot-facts.ts';
import { checks } from '../../src/checks/index.ts';
import { snapshotPage } from '../../src/report/snapshot/page.tsx';
import type { Fault } from '../../src/simulator/simulator.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { historyOf } from './answers.ts';
import { SIZE } from './few.ts';
import { createWorkbench, type RunSettings, type Workbench } from './run.ts';

export interface PageScene {
  readonly bench: Workbench;
  readonly facts: SnapshotFacts;
  readonly html: string;
  /** Of the snapshot, with the files as they lie there. */
  readonly folder: string;
}

export interface SceneSettings extends RunSettings {
  /** What goes wrong in the second run. */
  readonly faults?: readonly Fault[];
  /** Changes the served workspace, or the store, between the runs. */
  readonly meanwhile?: (bench: Workbench) => void | Promise<void>;
}

let whole: Promise<PageScene> | undefined;

/** Returns the page of a snapshot that lacks nothing, made once for all files of tests that only read it. */
export function wholeScene(): Promise<PageScene> {
  whole ??= pageScene();
  return whole;
}

/** Returns the page of a snapshot of its own. Its folder is gone with the process. */
export async function pageScene({
  faults = [],
  meanwhile,
  ...settings
}: SceneSettings = {}): Promise<PageScene> {
  const bench = await createWorkbench({ size: SIZE });
  process.once('exit', () => rmSync(bench.folder, { recursive: true, force: true }));
  const run = { definitions: resources, ...settings, changes: { checks, ...settings.changes } };
  await bench.run(run);
  bench.clock.advance(24 * 60 * 60 * 1000);
  await meanwhile?.(bench);
  for (const fault of faults) bench.simulator.addFault(fault);
  await bench.run(run);
  await bench.simulator.close();
  return sceneOf(bench);
}

async function sceneOf(bench: Workbench): Promise<PageScene> {
  const history = await historyOf(bench);
  const run = history.runs.at(-1);
  if (run === undefined) throw new Error('expected a run, got none');
  const manual = await findManual(
    openFolderStore(bench.folder, () => 'unused'),
    'acme',
  );
  const facts = await snapshotFacts(history, run, [], { manual });
  const folder = join(bench.folder, 'segment-evidence/v1/acme', run.manifest.snapshotPath);
  return { bench, facts, html: snapshotPage(facts), folder };
}
