/**
 * What was shown to whom, a file each beside the evidence, written before anything is sent: whatever becomes of the process then,
 * nothing was handed out of which nobody knows.
 */
import { ACCESS_SCHEMA, type Access } from '../../schemas/access.ts';
import { StoreError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { accessKey } from '../store/beside-layout.ts';
import type { Store } from '../store/store.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import { isCreated } from './create-once.ts';

export interface AccessSession {
  /** Eight hex digits of its own. */
  readonly session: string;
  readonly period: Access['period'];
  readonly user: string | undefined;
  readonly now: () => Date;
}

export class AccessLog {
  readonly #of: AccessSession;
  readonly #startedAt: string;
  #number = 0;

  constructor(of: AccessSession) {
    this.#of = of;
    this.#startedAt = of.now().toISOString();
  }

  /** Returns the number for what is shown next: one for all connections that it shows. */
  next(): number {
    this.#number += 1;
    return this.#number;
  }

  /** @throws StoreError where it cannot be written, and so must not be shown */
  async write(
    place: { readonly connection: string; readonly store: Store },
    what: Access['what'],
    number: number,
  ) {
    const { session, period, user, now } = this.#of;
    const { connection, store } = place;
    const entry: Access = {
      schema: ACCESS_SCHEMA,
      connection,
      at: now().toISOString(),
      session,
      number,
      mode: period === null ? 'reviewer' : 'auditor',
      period,
      by: { user: user ?? null },
      what,
      tool: { name: 'segment-evidence', version: TOOL_VERSION },
    };
    const key = accessKey(connection, this.#startedAt, session, number);
    if (await isCreated(store, key, canonical(entry))) return;
    throw new StoreError({
      code: 'ALREADY_EXISTS',
      key,
      message: `report: ${key}: expected to write down what is shown, got a file that is there already`,
      hint: 'Start again: each session has a name of its own.',
    });
  }
}
