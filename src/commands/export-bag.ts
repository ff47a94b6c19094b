/** `export --from --to`: one file with everything that somebody needs who checks a period's evidence without us. */

import { UsageError } from '../errors.ts';
import type { ExportPeriod, ExportScope } from '../export/scope.ts';
import type { History } from '../verify/read-history.ts';
import type { SignedStretch } from '../verify/report.ts';
import type { CommandOutput } from './command.ts';
import type { EvidencePlace, Surveyor } from './evidence-places.ts';
import type { WithNewBytes } from './export-keys.ts';
import { packExport } from './export-pack.ts';
import { assertSigned, type Packable } from './export-parts.ts';
import { noRun } from './export-period.ts';
import { type PseudonymFlags, pseudonymised } from './export-pseudonymised.ts';
import { periodView } from './period-view.ts';

export interface BagRequest extends PseudonymFlags {
  readonly place: EvidencePlace;
  readonly history: History;
  readonly period: { readonly from?: string | undefined; readonly to?: string | undefined };
  readonly out: string | undefined;
  /** The store is that of a configuration, and no copy that somebody was given. */
  readonly isOwn: boolean;
  readonly surveyor: Pick<Surveyor, 'cwd' | 'now' | 'user'> & WithNewBytes;
}

/** Returns what was written. @throws UsageError; UnverifiedError; StoreError */
export async function exportBag(request: BagRequest): Promise<CommandOutput> {
  const { place, history, surveyor, isOwn, out } = request;
  const period = wholePeriod(request);
  if (place.store.export !== undefined) throw ofExport(place.store.location);
  const view = await periodView(place, history, period);
  if (view === undefined) throw noRun(place.connection, period);
  const { scope, ...rest } = view;
  const signed = await assertSigned(view.place, period, surveyor.now);
  const packable: Packable = { ...rest, signers: signersIn(scope, signed) };
  const packing = { period, out, surveyor, traceIn: isOwn ? place.store : undefined };
  if (request.pseudonymise !== true) return packExport(packable, packing);
  return pseudonymised(packable, { store: place.store, scope }, { ...packing, crosswalk: request.crosswalk });
}

function wholePeriod({ period: { from, to } }: BagRequest): ExportPeriod {
  if (from !== undefined && to !== undefined) return { from, to };
  throw new UsageError({
    message: `export: expected --from and --to, got ${from === undefined && to === undefined ? 'neither' : 'one of them'}`,
    hint: 'Name the period, such as --from 2026-10-01 --to 2026-12-31; or another format: --format oscal.',
  });
}

function ofExport(location: string): UsageError {
  return new UsageError({
    message: `export: --store ${location}: expected a store, got an export`,
    hint: 'Name the store that it was taken from. population, changes, status, check and verify read an export as it is.',
  });
}

/** Key ids of who signed the records that are in it. */
function signersIn({ runs, before }: ExportScope, signed: readonly SignedStretch[]): readonly string[] {
  const records = [...before, ...runs].map(({ manifest }) => manifest.chain);
  const isOfOne = ({ chain, from, to }: SignedStretch) =>
    records.some(({ number, seq }) => number === chain && seq >= from && seq <= to);
  return [...new Set(signed.filter(isOfOne).map(({ keyId }) => keyId))];
}
