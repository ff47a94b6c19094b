/** A page made again from verified evidence: with what lies beside it and was kept elsewhere, and without. */
import type { X509Certificate } from 'node:crypto';
import type { PageMark } from '../../schemas/page-mark.ts';
import { readApprovals } from '../answers/approvals/stored.ts';
import { findManual } from '../answers/manual/found.ts';
import { periodFacts } from '../answers/pages/period/period-facts.ts';
import { snapshotFacts } from '../answers/pages/snapshot-facts.ts';
import { periodDocument } from '../report/period/page.tsx';
import { snapshotPage } from '../report/snapshot/page.tsx';
import { approvalsPrefix } from '../store/beside-layout.ts';
import { manualPrefix, reviewsPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { History } from '../verify/read-history.ts';
import type { KeptElsewhere } from '../verify/verify.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { assertPeriod } from './given-files.ts';
import { periodEvidence } from './period-evidence.ts';

export interface Making {
  readonly mark: PageMark;
  readonly history: History;
  readonly place: EvidencePlace;
  readonly now: Date;
  /** What was given to whoever verifies; whoever made the page may have had none of it. */
  readonly kept: Required<KeptElsewhere> & { readonly authorities: readonly X509Certificate[] };
}

/**
 * Yields the page as it may have been made: first with all there is, then with less of what lies beside the evidence, since
 * a run's own page is from before anybody approved it.
 * @throws UnverifiedError; StoreError
 */
export async function* pagesAgain(making: Making): AsyncGenerator<string> {
  const { connection, store } = making.place;
  const approvals = approvalsPrefix(connection);
  const hidden = [[], [approvals], [approvals, manualPrefix(connection), reviewsPrefix(connection)]];
  const { receipts, stamps, authorities } = making.kept;
  const isAnyKept = [receipts, stamps, authorities].some((each) => each.length > 0);
  const NOTHING = { receipts: [], stamps: [], authorities: [] };
  for (const kept of isAnyKept && making.mark.of.kind === 'period' ? [making.kept, NOTHING] : [making.kept]) {
    let before: string | undefined;
    for (const prefixes of hidden) {
      // What hides nothing more makes nothing else.
      const shown = await listedBelow(store, prefixes);
      if (before !== undefined && shown === 0) continue;
      const place = { ...making.place, store: without(store, prefixes) };
      before = await pageAgain({ ...making, place, kept });
      yield before;
    }
  }
}

async function listedBelow(store: Store, prefixes: readonly string[]): Promise<number> {
  let count = 0;
  for (const prefix of prefixes) for await (const _ of store.list(prefix)) count += 1;
  return count;
}

function without(store: Store, prefixes: readonly string[]): Store {
  if (prefixes.length === 0) return store;
  return {
    ...store,
    async *list(wanted, isClosed) {
      for await (const stored of store.list(wanted, isClosed))
        if (!prefixes.some((prefix) => stored.key.startsWith(prefix))) yield stored;
    },
  };
}

async function pageAgain({ mark: { of, keyIds }, history, place, now, kept }: Making): Promise<string> {
  if (of.kind === 'period') {
    const period = { from: of.from, to: of.to };
    // Whoever wrote the page wrote its period.
    assertPeriod('verify', period.from, period.to, now);
    return periodDocument(
      await periodFacts(await periodEvidence(place, { ...period, ...kept, now }), period),
    );
  }
  const run = history.runs.find(({ manifest }) => manifest.snapshotPath === of.snapshotPath);
  if (run === undefined) return '';
  const beside = {
    approvals: await readApprovals(place.store, history, now),
    manual: await findManual(place.store, place.connection),
  };
  return snapshotPage(await snapshotFacts(history, run, keyIds, beside));
}
