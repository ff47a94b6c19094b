/**
 * What an export leaves behind: a file beside the evidence that says who took which period, and the digest of what was taken.
 * Only where a configuration names the store: whoever is given a copy reads it, and writes nothing into it.
 */
import type { ExportTrace } from '../../schemas/export-trace.ts';
import { StoreError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import { exportTraceKey } from '../store/export-layout.ts';
import type { Store } from '../store/store.ts';
import { isCreated } from './create-once.ts';

export interface LeftTrace {
  /** Its key; null: there is none, and `line` says why. */
  readonly key: string | null;
  readonly line: string;
}

/** Leaves the trace of an export. That it cannot be left is said, and takes nothing from what was exported. */
export async function leaveTrace(store: Store, trace: ExportTrace): Promise<LeftTrace> {
  const { connection, exportedAt, file, by } = trace;
  const key = exportTraceKey(connection, exportedAt, file.sha256);
  try {
    // Of the same second and the same bytes there may be one already.
    await isCreated(store, key, canonical(trace));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { key: null, line: `no trace was left in the store: ${error.message}` };
  }
  return { key, line: `trace: ${key}, by ${by.user}` };
}

/** Of a copy that somebody was given. */
export const NO_TRACE: LeftTrace = {
  key: null,
  line: 'no trace was left, since --store names a copy: who exports with the configuration leaves one',
};
