/** Runs over the clean workspace, a day apart, and what all checks answer about each. */
import type { CheckResult } from '../../schemas/check-results.ts';
import { resources } from '../../schemas/resources/index.ts';
import { judgedAgain } from '../../src/answers/judged-again.ts';
import { checks } from '../../src/checks/index.ts';
import { judge } from '../../src/checks/judge.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import type { InputSource } from '../../src/evidence/input-source.ts';
import type { Simulator, World } from '../../src/simulator/simulator.ts';
import { CHECK_RESULTS_PATH } from '../../src/store/layout.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { historyOf } from './answers.ts';
import { DOMAIN, onDay } from './clean-basics.ts';
import { type CompanyFiles, cleanFiles, filesOn } from './clean-company.ts';
import { CLEAN_SIZE, cleanUp } from './clean-world.ts';
import { listEdit } from './fault-row.ts';
import { optIn } from './opt-in.ts';
import { createWorkbench, type RunSettings, type Workbench } from './run.ts';

/** Under which the audit trail would have the collector. */
export const COLLECTOR = 'tok1collector';

/** What the company says of itself. */
export const CLEAN_POLICY: Readonly<Record<string, unknown>> = {
  approvedDomains: [DOMAIN],
  allowedHosts: ['orders.partner.example'],
  expectedRegion: 'us',
  residency: 'eu',
  reviewedOnDevice: ['amplitude', 'actions-braze-cloud'],
  maxOwners: 2,
  apiCallQuota: 1_000_000_000,
  // Short times, so that few runs show what lasts too long.
  maxOverlapDays: 1,
  maxUndeployedDays: 1,
  residualDays: 1,
  retireDays: 30,
  checks: { 'PRV-05': { maxGapDays: 3 } },
};

export interface CleanRuns {
  readonly simulator: Simulator;
  readonly world: World;
  readonly files: CompanyFiles;
  /** A run at three in the morning of the next day, or some days later, and what was answered. */
  run(more?: RunSettings & { readonly days?: number }): Promise<readonly CheckResult[]>;
  verify(): Promise<VerifyReport>;
  /** Asks all checks again over what is stored; returns the numbers of the records whose answers come out otherwise. */
  differingAgain(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Returns the clean workspace, which nobody has read yet. */
export async function openClean(): Promise<CleanRuns> {
  const bench = await createWorkbench({ size: CLEAN_SIZE });
  const { simulator, clock } = bench;
  const { world } = simulator;
  const files = cleanFiles();
  cleanUp(world, files);
  // Of what the simulator makes up anew each day, one load in fifteen fails.
  simulator.addFault({
    match: { operationId: 'listSyncsFromWarehouse' },
    effect: listEdit('reports', (reports) =>
      reports.map((report) => ({ ...report, status: 'SUCCESS', notices: [] })),
    ),
  });
  let day = -1;
  return {
    simulator,
    world,
    files,
    run: async ({ days = 1, ...more } = {}) => {
      day += days;
      clock.advance(Date.parse(onDay(day, 3)) + 4_000 - clock.nowMs());
      const ran = await bench.run({ slot: onDay(day, 3), ...settingsOf(more, filesOn(day, world, files)) });
      return JSON.parse(ran.files.get(CHECK_RESULTS_PATH) ?? '{}').results;
    },
    verify: bench.verify,
    differingAgain: () => differingAgain(bench),
    close: bench.close,
  };
}

function settingsOf(
  { config, configuration, changes, ...more }: RunSettings,
  inputs: readonly InputSource[],
): RunSettings {
  return {
    definitions: resources,
    ...more,
    config: {
      schedule: '0 3 * * *',
      tokenIssuedAt: onDay(-10).slice(0, 10),
      collect: { include: optIn, exclude: [], pageSize: 200 },
      ...config,
    },
    configuration: { policy: CLEAN_POLICY, collectorActor: COLLECTOR, ...configuration },
    changes: { checks, inputs, ...changes },
  };
}

async function differingAgain(bench: Workbench): Promise<readonly number[]> {
  const differing: number[] = [];
  const history = await historyOf(bench);
  for (const [seq, run] of history.runs.entries()) {
    const { judged } = await judgedAgain(history, run, resources);
    const again = canonical(await judge(checks, judged));
    if (again !== canonical(await run.checkResults())) differing.push(seq);
  }
  return differing;
}
