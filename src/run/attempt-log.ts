/** The attempts of a run as they go to the collection log, and what else they showed: whose clock, which server. */
import type { CollectionLogLine } from '../../schemas/lines.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { canonical } from '../evidence/canonical.ts';
import { MetBook } from '../evidence/met-ways.ts';
import type { LineSpool } from '../segment/collect.ts';
import { AskedBook } from './asked.ts';
import type { RunDeps } from './deps.ts';

/** Lines of the collection log, and what else the attempts showed. */
export class AttemptLog {
  readonly spool: LineSpool;
  readonly asked: AskedBook;
  readonly #requests = new Map<string, number>();
  clock: { readonly serverDate: string; readonly skewMs: number } | null = null;
  isSimulator = false;
  readonly met = new MetBook();

  constructor(spool: LineSpool, definitions: readonly ResourceDefinition[]) {
    this.spool = spool;
    this.asked = new AskedBook(definitions);
  }

  /** Requests made so far of an operation, repeated attempts included. */
  requestsOf(operationId: string): number {
    return this.#requests.get(operationId) ?? 0;
  }

  /** Takes the attempts of a run before, whose answers are taken over. */
  restore(lines: readonly CollectionLogLine[]): void {
    for (const line of lines) this.#add(line);
  }

  /** Also hears of each attempt; the line is as the log has it. */
  onAttempt: ((operationId: string, line: string) => void) | undefined;

  readonly note: Parameters<RunDeps['openClient']>[1] = (line, server, signs) => {
    this.met.note(signs);
    if (server === 'segment-evidence-simulator') this.isSimulator = true;
    if (line.serverDate !== undefined && this.clock === null) {
      const skewMs = Date.parse(line.at) - Date.parse(line.serverDate);
      this.clock = { serverDate: line.serverDate, skewMs };
    }
    const text = this.#add(line);
    this.onAttempt?.(line.operationId, text);
  };

  #add(line: CollectionLogLine): string {
    this.asked.note(line);
    this.#requests.set(line.operationId, this.requestsOf(line.operationId) + 1);
    const text = canonical(line);
    // In memory until it is sealed: a path may hold what turns out to be a secret.
    this.#pending = this.#pending.then(() => this.spool.add({ key: line.at, line: text }));
    return text;
  }

  #pending: Promise<void> = Promise.resolve();

  /** Resolves when every line noted so far is in the spool. */
  async settled(): Promise<void> {
    await this.#pending;
  }
}
