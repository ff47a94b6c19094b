/**
 * What a process that watches again and again has seen: how far each chain went, and which stores it has told to be
 * away. Whatever else must be known is in the stores themselves.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { ChainRecord } from '../seal/record.ts';
import { recordAt } from './watch-told.ts';

interface Seen {
  readonly number: number;
  readonly logId: string;
  readonly seq: number;
}

interface ToldAway {
  readonly alert: AlertDocument;
  readonly atMs: number;
}

export class WatchMemory {
  readonly #seen = new Map<string, Seen>();
  readonly #away = new Map<string, ToldAway>();

  /** Returns which record was there before and no longer is; otherwise remembers the newest one. */
  whatIsGone(connection: string, newest: ChainRecord | undefined): string | undefined {
    const before = this.#seen.get(connection);
    const chain = newest?.statement.predicate.chain;
    const isShorter =
      chain === undefined ||
      chain.number < (before?.number ?? 0) ||
      (chain.logId === before?.logId && chain.seq < before.seq);
    if (before !== undefined && isShorter)
      return `${recordAt(before)} was there when this process looked before`;
    if (chain !== undefined) this.#seen.set(connection, chain);
    return undefined;
  }

  /** What was told of a store to a channel, while it is away. */
  toldAway(key: string): ToldAway | undefined {
    return this.#away.get(key);
  }

  rememberAway(key: string, told: ToldAway): void {
    this.#away.set(key, told);
  }

  forgetAway(key: string): void {
    this.#away.delete(key);
  }
}
