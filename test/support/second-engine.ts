/** The answers of a snapshot by a second engine: the statements of `docs/sql`, over the files of its folder alone. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CheckResults } from '../../schemas/check-results.ts';
import type { Check } from '../../src/checks/check.ts';
import { judge } from '../../src/checks/judge.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { type MadeRun, madeRun } from './checked.ts';
import type { SecondEngine } from './duckdb.mjs';

const STATEMENTS = resolve(import.meta.dirname, '../../docs/sql');
const SHARED = 'snapshot';

/** Ids of the checks that are asked twice. */
export const askedTwice: readonly string[] = readdirSync(STATEMENTS)
  .map((file) => file.replace(/\.sql$/, ''))
  .filter((name) => name !== SHARED)
  .sort();

const statement = (name: string) => readFileSync(join(STATEMENTS, `${name}.sql`), 'utf8');

/** What both engines say of a check. */
export interface Said {
  readonly outcome: string;
  readonly populationSize: number | null;
  /** `<level> <subject>`, sorted. */
  readonly exceptions: readonly string[];
}

/** Returns what the second engine says of a snapshot's folder, by check. */
export async function saidAgain(engine: SecondEngine, folder: string): Promise<Record<string, Said>> {
  const shared = statement(SHARED);
  await engine(shared, folder);
  // What one statement fills is empty for the next, as for somebody who runs each by itself.
  const emptied = (shared.match(/^CREATE OR REPLACE TEMP TABLE \w+ \(.*$/gm) ?? []).join('\n');
  const said: Record<string, Said> = {};
  for (const id of askedTwice) {
    const { rows } = await engine(`${emptied}\n${statement(id)}`, folder);
    const [[outcome, population] = []] = rows;
    said[id] = {
      outcome: String(outcome),
      populationSize: population === null ? null : Number(population),
      exceptions: rows
        .filter(([, , level]) => level !== null)
        .map(([, , level, subject]) => `${level} ${subject}`)
        .sort(),
    };
  }
  return said;
}

/** Returns what the answers say, by check, of those that are asked twice. */
export function saidIn({ results }: CheckResults): Record<string, Said> {
  return Object.fromEntries(
    results
      .filter(({ checkId }) => askedTwice.includes(checkId))
      .map(({ checkId, outcome, populationSize, exceptions }) => [
        checkId,
        {
          outcome,
          populationSize,
          exceptions: exceptions.map(({ level, subject }) => `${level} ${subject}`).sort(),
        },
      ]),
  );
}

/** Judges a made run, writes it as a snapshot has it, and returns what both engines say. */
export async function saidTwice(
  engine: SecondEngine,
  checks: readonly Check[],
  made: MadeRun,
): Promise<{ readonly first: Record<string, Said>; readonly second: Record<string, Said> }> {
  const asked = checks.filter(({ id }) => askedTwice.includes(id));
  const run = madeRun(made);
  const results = await judge(asked, { run, policy: made.policy, previous: null, seenBefore: new Map() });
  const folder = mkdtempSync(join(tmpdir(), 'evidence-twice-'));
  try {
    await writeSnapshot(folder, { run, results, asked });
    return { first: saidIn(results), second: await saidAgain(engine, folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeSnapshot(
  folder: string,
  {
    run,
    results,
    asked,
  }: {
    readonly run: ReturnType<typeof madeRun>;
    readonly results: CheckResults;
    readonly asked: readonly Check[];
  },
): Promise<void> {
  for (const inner of ['data/checks', 'data/resources']) mkdirSync(join(folder, inner), { recursive: true });
  writeFileSync(join(folder, 'data/checks/results.json'), canonical(results));
  writeFileSync(join(folder, 'data/collection-log.jsonl'), '{}\n');
  const resources = [...new Set(asked.flatMap(({ reads }) => reads))];
  const artifacts = resources.flatMap((name) => run.fileOf(name) ?? []);
  for (const resource of resources) {
    const file = run.fileOf(resource);
    if (file === undefined) continue;
    let lines = '';
    for await (const record of run.records(resource)) lines += `${canonical(record)}\n`;
    writeFileSync(join(folder, file.path), lines);
  }
  const manifest = { artifacts, resources: resources.map((name) => run.entry(name)) };
  writeFileSync(join(folder, 'evidence-manifest.json'), canonical(manifest));
}
