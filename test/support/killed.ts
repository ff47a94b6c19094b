/** Runs as processes that are killed, and which requests the next one makes again for what had been read whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { operationIdsOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { ResumePoint } from '../../schemas/resume-point.ts';
import type { RequestLogEntry } from '../../src/simulator/simulator.ts';
import { ended, type Workplace } from './cli.ts';
import { lookedAt } from './second-look.ts';

const SCRIPT = resolve(import.meta.dirname, 'resumable-run.mjs');

/** Starts `collect` of a slot as a process that keeps a resume point from its first request on. */
export function startRun({ dir, env }: Pick<Workplace, 'dir' | 'env'>, slot: string): ChildProcess {
  return spawn(process.execPath, [SCRIPT, 'collect', '--slot', slot, '--json'], { cwd: dir, env });
}

/** Kills a run when `isTime` says so; returns whether it was killed before it had ended by itself. */
export async function killWhen(run: ChildProcess, isTime: () => boolean): Promise<boolean> {
  const end = ended(run);
  let isOver = false;
  void end.then(() => {
    isOver = true;
  });
  while (!isOver && !isTime()) await wait(2);
  run.kill('SIGKILL');
  return (await end).signal === 'SIGKILL';
}

/** Returns what the newest index of any of the slot's points names; nothing where there is none. */
export function finishedIn(store: string, slot: string): readonly string[] {
  const folder = join(
    store,
    'segment-evidence/v1/acme/resume',
    `${slot.slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
  );
  const points = (unlessGone(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [])
    .filter((path) => path.endsWith('.json'))
    .flatMap((path): readonly ResumePoint[] => {
      const text = unlessGone(() => readFileSync(join(folder, path), 'utf8'));
      if (text === undefined) return [];
      return [JSON.parse(Buffer.from(JSON.parse(text).payload, 'base64').toString())];
    });
  const [newest] = points.toSorted((a, b) =>
    a.at === b.at ? b.resources.length - a.resources.length : a.at < b.at ? 1 : -1,
  );
  return newest?.resources.map(({ name }) => name) ?? [];
}

/** A run that ends removes its points while they are looked at. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Requests for resources that had been read whole, beyond the one second look at each list. */
export function repeated(
  finished: readonly string[],
  requests: readonly RequestLogEntry[],
): readonly string[] {
  const operations = new Set(
    resources
      .filter(({ name }) => finished.includes(name))
      .flatMap((definition) => operationIdsOf(definition)),
  );
  const seen: Record<string, number> = {};
  return requests
    .filter(({ operationId }) => operations.has(operationId ?? ''))
    .filter(({ operationId }) => {
      const id = operationId ?? '';
      seen[id] = (seen[id] ?? 0) + 1;
      return seen[id] > lookedAt(id);
    })
    .map(({ path }) => path);
}
