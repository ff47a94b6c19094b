/** Runs as processes that are killed, and which requests the next one makes again for what had been read whole. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { operationIdsOf } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { ResumePoint } from '../../schemas/resume-point.ts';
import type { RequestLogEntry } from '../../src/simulator/simulator.ts';
import { ended, type Workplace } from './cli.ts';

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
  if (!existsSync(folder)) return [];
  const points = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path): ResumePoint => {
      const { payload } = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      return JSON.parse(Buffer.from(payload, 'base64').toString());
    });
  const [newest] = points.toSorted((a, b) =>
    a.at === b.at ? b.resources.length - a.resources.length : a.at < b.at ? 1 : -1,
  );
  return newest?.resources.map(({ name }) => name) ?? [];
}

/** Requests for resources that had been read whole. The second look at the end asks for each first page once more. */
export function repeated(
  finished: readonly string[],
  requests: readonly RequestLogEntry[],
): readonly string[] {
  return resources
    .filter(({ name }) => finished.includes(name))
    .flatMap((definition) => {
      const asked = requests.filter(({ operationId }) =>
        operationIdsOf(definition).includes(operationId ?? ''),
      );
      const isLook = ({ query }: RequestLogEntry) => query['pagination.cursor'] === undefined;
      const looks = definition.parent === undefined ? asked.filter(isLook).slice(0, 1) : [];
      return asked.filter((request) => !looks.includes(request)).map(({ path }) => path);
    });
}
