/** `report --from --to`: the page of a period, from verified evidence alone. */
import { standingOf } from '../answers/answer.ts';
import { gapsOf, type PeriodFacts, periodFacts } from '../answers/pages/period/period-facts.ts';
import type { Period } from '../answers/pages/period/period-runs.ts';
import { EXIT, UsageError } from '../errors.ts';
import { periodDocument } from '../report/period/page.tsx';
import { periodPageFile } from '../store/layout.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { assertPeriod, readPast } from './given-files.ts';
import { readAuthorities, readStamps } from './given-stamps.ts';
import { readReceipts } from './kept-receipts.ts';
import { periodEvidence } from './period-evidence.ts';
import { authoritiesFrom } from './stamp-authorities.ts';
import { type WrittenPage, writePage } from './write-page.ts';

export interface PeriodPageFlags extends PlaceFlags {
  readonly connection?: string;
  /** A day in UTC or an instant. */
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  /** Files with receipts, time stamps, and certificates of the authorities that these are judged by; as `verify` takes them. */
  readonly receipt?: readonly string[];
  readonly stamp?: readonly string[];
  readonly tsa?: readonly string[];
}

/**
 * Writes the page of a period. Exit 4: the period is not covered, or something in it was not read whole.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function reportPeriod(
  { out = '.', ...flags }: PeriodPageFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const period = periodOf(flags, surveyor.now);
  const place = await evidencePlace('report', flags, flags.connection, surveyor);
  const kept = await keptOf(flags, place, surveyor);
  const facts = await periodFacts(
    await periodEvidence(place, { ...period, now: surveyor.now, ...kept }),
    period,
  );
  const name = periodPageFile(place.connection, period.from, period.to);
  return outputOf(facts, await writePage(out, name, periodDocument(facts), surveyor.cwd));
}

/** What was kept elsewhere; the authorities of the configuration count where none is given. @throws UsageError */
async function keptOf(
  { receipt = [], stamp = [], tsa = [] }: PeriodPageFlags,
  { authorities }: EvidencePlace,
  { cwd }: Surveyor,
) {
  const given = await readAuthorities('report', tsa, cwd);
  const stamps = await readStamps('report', stamp, cwd);
  const pinned = authoritiesFrom(given, authorities === undefined ? [] : [{ authorities }], stamps, 'report');
  return { receipts: await readReceipts(receipt, cwd, 'report'), stamps, authorities: pinned };
}

/** @throws UsageError where what is kept elsewhere is given, and no period that it is of */
export function assertNothingKept({ receipt, stamp, tsa }: PeriodPageFlags): void {
  const given = Object.entries({ receipt, stamp, tsa }).find(([, files]) => files !== undefined)?.[0];
  if (given === undefined) return;
  throw new UsageError({
    message: `report: --${given}: expected a period, got none`,
    hint: 'Give both ends of it: --from 2026-01-01 --to 2026-03-31.',
  });
}

function periodOf({ from, to }: PeriodPageFlags, now: Date): Period {
  if (from === undefined || to === undefined)
    throw new UsageError({
      message: 'report: expected --from and --to together, got a part of a period',
      hint: 'Give both, such as --from 2026-01-01 --to 2026-03-31.',
    });
  const period = {
    from: readPast('report', '--from', from, { edge: 'start', now }),
    to: readPast('report', '--to', to, { edge: 'end', now }),
  };
  assertPeriod('report', period.from, period.to, now);
  return period;
}

function outputOf(facts: PeriodFacts, page: WrittenPage): CommandOutput {
  const { connection, period } = facts;
  const missing = gapsOf(facts).flatMap(({ standing: { why } }) => why);
  const words = `the page of ${connection} from ${period.from} to ${period.to}, all ${facts.calendar.counts.due} runs that were due among it`;
  const standing = standingOf(words, missing);
  return {
    exitCode: missing.length === 0 ? EXIT.done : EXIT.incomplete,
    text: `${standing}\n\n${page.file}\nsha256:${page.sha256}`,
    json: {
      schema: 'segment-evidence/report/v1',
      standing,
      connection,
      gaps: missing,
      pages: [{ kind: 'period', ...page, period }],
    },
  };
}
