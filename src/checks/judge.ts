/**
 * Judge. Between the finished files and the manifest: asks every check about what was read. Pure; it changes
 * nothing of what was collected, and what it finds is sealed together with it.
 */
import type { StoredRecord } from '../../schemas/lines.ts';
import type { Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import type { Artifact } from '../evidence/artifact.ts';
import type { Finding } from '../evidence/finding.ts';
import { linesOf } from '../evidence/lines.ts';
import type { Check, CheckedRun } from './check.ts';

/** What is judged: the finished files of a run, and an entry for each resource. */
export interface Judged {
  readonly entries: readonly ResourceEntry[];
  readonly artifacts: readonly Artifact[];
}

export interface Judgement {
  /** One for each check, in the order of the checks. */
  readonly findings: readonly Finding[];
  /** The counts of `data/checks/results.json`; null as long as no such file is written. */
  readonly checks: Manifest['checks'];
}

/** Returns what every check answers. What rests on an incomplete resource may fail, but never pass. */
export async function judge(checks: readonly Check[], judged: Judged): Promise<Judgement> {
  const run = toCheckedRun(judged);
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await ask(check, run));
  return { findings, checks: null };
}

async function ask(check: Check, run: CheckedRun): Promise<Finding> {
  const { id, severity, reads } = check;
  const { outcome, summary } = await check.ask(run);
  const incomplete = reads.filter((resource) => run.entry(resource)?.outcome !== 'complete');
  if (outcome !== 'pass' || incomplete.length === 0) return { check: id, severity, outcome, summary };
  const why = `What it rests on is not complete: ${incomplete.join(', ')}.`;
  return { check: id, severity, outcome: 'indeterminate', summary: why };
}

function toCheckedRun({ entries, artifacts }: Judged): CheckedRun {
  const entry = (resource: string) => entries.find(({ name }) => name === resource);
  return {
    entry,
    async *records(resource) {
      const path = entry(resource)?.path;
      const artifact = artifacts.find((each) => each.path === path);
      if (artifact === undefined) return;
      for await (const line of linesOf(artifact.open())) yield JSON.parse(line) as StoredRecord;
    },
  };
}
