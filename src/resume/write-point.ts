/**
 * Writes the resume point of a run while it reads: after each finished resource what it brought and the secrets met
 * so far, then an index that binds all of it. Nothing before the run has lasted a while, so that short runs cost
 * nothing; whatever goes wrong here ends the point, never the run.
 */

import { operationIdsOf } from '../../schemas/resource.ts';
import { RESUME_POINT_SCHEMA, type ResumeBound, type ResumeFile } from '../../schemas/resume-point.ts';
import { EvidenceError } from '../errors.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { CollectedResource, LineSpool } from '../segment/collect.ts';
import { toContent } from '../store/content.ts';
import { isFinished, restsOn } from './finished.ts';
import { KeptLines } from './kept-lines.ts';
import { writeParts } from './parts.ts';
import { indexPath, partPath } from './paths.ts';
import { type KeptWindow, toPayload } from './payload.ts';
import { keyOf, type ResumePlace } from './place.ts';
import { signIndex } from './signed-index.ts';

/** What an index names. */
export interface Named {
  /** The start of the run that read the oldest of it. */
  readonly since: string;
  readonly resources: readonly { readonly name: string; readonly files: readonly ResumeFile[] }[];
  readonly secrets: readonly ResumeFile[];
}

export interface WriteOptions {
  readonly place: ResumePlace;
  readonly bound: ResumeBound;
  /** What was taken over: its files are named again, not written again. */
  readonly before: Named;
  readonly secrets: SecretSet;
  readonly windowOf: (resource: string) => KeptWindow | undefined;
  readonly newSpool: () => LineSpool;
  /** From when on something is written, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly now: () => Date;
  /** A random UUID. */
  readonly newId: () => string;
  readonly log: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

/** Of one run. Its secrets are heard of from here on: the token was marked before, and is kept nowhere. */
export class PointWriter {
  readonly #options: WriteOptions;
  readonly #named: { name: string; files: readonly ResumeFile[] }[];
  readonly #secretFiles: ResumeFile[];
  readonly #finished: Set<string>;
  readonly #attempts = new Map<string, KeptLines>();
  #marks: KeptLines;
  #waiting: CollectedResource[] = [];
  #writing: Promise<void> | undefined;
  #isOver = false;
  #point: string | undefined;
  #parts = 0;
  #indexes = 0;

  constructor(options: WriteOptions) {
    this.#options = options;
    this.#named = [...options.before.resources];
    this.#secretFiles = [...options.before.secrets];
    this.#finished = new Set(this.#named.map(({ name }) => name));
    this.#marks = new KeptLines(options.newSpool);
    options.secrets.onMarked = (as, value) => {
      if (!this.#isOver) this.#marks.add(JSON.stringify([as, value]));
    };
  }

  get hasWritten(): boolean {
    return this.#indexes > 0;
  }

  /** Takes note of an attempt, as the log has it, and of what time it is. */
  noteAttempt(operationId: string, line: string): void {
    if (this.#isOver) return;
    const lines = this.#attempts.get(operationId) ?? new KeptLines(this.#options.newSpool);
    this.#attempts.set(operationId, lines);
    lines.add(line);
    this.#wake();
  }

  /** Takes a resource that has been read, where a later run may take it over. Its spool stays open until `stop`. */
  keep(resource: CollectedResource): void {
    const has = (name: string) => this.#finished.has(name);
    if (this.#isOver || !isFinished(resource) || !restsOn(resource, has)) return;
    this.#finished.add(resource.definition.name);
    this.#waiting.push(resource);
    this.#wake();
  }

  /** Ends it. `isCutOff`: the run's time is over before its work, so that all that was read whole is written first. */
  async stop({ isCutOff }: { readonly isCutOff: boolean }): Promise<void> {
    if (isCutOff) this.#wake({ isLate: true });
    else this.#isOver = true;
    await this.#writing;
    this.#isOver = true;
    this.#options.secrets.onMarked = undefined;
    const kept = [...this.#attempts.values(), this.#marks];
    this.#attempts.clear();
    await Promise.all(kept.map((lines) => lines.close()));
  }

  #wake({ isLate = false } = {}): void {
    const { now, fromMs } = this.#options;
    if (this.#writing !== undefined || this.#waiting.length === 0) return;
    if (!isLate && now().getTime() < fromMs) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    const { log } = this.#options;
    try {
      while (this.#waiting.length > 0 && !this.#isOver) await this.#writeWaiting();
    } catch (error) {
      if (error instanceof Stopped) return;
      this.#isOver = true;
      const problem = error instanceof EvidenceError ? error.message : 'a bug';
      log.warn({ problem }, 'no resume point can be written: a run that is cut off starts over');
    }
  }

  async #writeWaiting(): Promise<void> {
    const { windowOf } = this.#options;
    this.#point ??= this.#options.newId().slice(0, 8);
    const point = this.#point;
    const nextPath = () => partPath(point, ++this.#parts);
    const batch = this.#waiting.splice(0);
    for (const resource of batch) {
      const { name } = resource.definition;
      const log = this.#attemptsOf(resource);
      const lines = toPayload({ resource, window: windowOf(name), log: linesOf(log) });
      this.#named.push({ name, files: await this.#writeParts(lines, nextPath, log) });
    }
    // After the records: what was met in them is among these.
    const marks = this.#marks;
    this.#marks = new KeptLines(this.#options.newSpool);
    this.#secretFiles.push(...(await this.#writeParts(marks.lines(), nextPath, [marks])));
    await this.#writeIndex(point);
  }

  /** Returns the files of some lines; what these were made from is not needed again. */
  async #writeParts(lines: AsyncIterable<string>, nextPath: () => string, kept: readonly KeptLines[]) {
    try {
      return await writeParts(this.#options.place, this.#untilOver(lines), nextPath);
    } finally {
      for (const each of kept) await each.close();
    }
  }

  async #writeIndex(point: string): Promise<void> {
    const { place, bound, before, now, log } = this.#options;
    const { connection, slot, store, signer } = place;
    const resources = this.#named.map(({ name, files }) => ({ name, files: [...files] }));
    const secrets = [...this.#secretFiles];
    const at = now().toISOString();
    const named = { at, since: before.since, bound, resources, secrets };
    const index = await signIndex({ schema: RESUME_POINT_SCHEMA, connection, slot, ...named }, signer);
    if (this.#isOver) throw new Stopped();
    await store.put(keyOf(place, indexPath(point, ++this.#indexes)), toContent(index));
    log.info({ resources: resources.length }, 'resume point written');
  }

  /** Each operation is one resource's: its attempts are not needed again. */
  #attemptsOf({ definition }: CollectedResource): readonly KeptLines[] {
    const operationIds = operationIdsOf(definition);
    const lines = operationIds.flatMap((operationId) => this.#attempts.get(operationId) ?? []);
    for (const operationId of operationIds) this.#attempts.delete(operationId);
    return lines;
  }

  async *#untilOver(lines: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const line of lines) {
      if (this.#isOver) throw new Stopped();
      yield line;
    }
  }
}

/** Nobody needs the rest. */
class Stopped extends Error {}

async function* linesOf(kept: readonly KeptLines[]): AsyncGenerator<string> {
  for (const lines of kept) yield* lines.lines();
}
