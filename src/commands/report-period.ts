/** `report --from --to`: the page of a period, from verified evidence alone. */
import { standingOf } from '../answers/answer.ts';
import { gapsOf, type PeriodFacts, periodFacts } from '../answers/pages/period/period-facts.ts';
import type { Period } from '../answers/pages/period/period-runs.ts';
import { EXIT, UsageError } from '../errors.ts';
import { periodDocument } from '../report/period/page.tsx';
import { periodPageFile } from '../store/layout.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { assertPeriod, readPast } from './given-files.ts';
import { periodEvidence } from './period-evidence.ts';
import { type WrittenPage, writePage } from './write-page.ts';

export interface PeriodPageFlags extends PlaceFlags {
  readonly connection?: string;
  /** A day in UTC or an instant. */
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
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
  const facts = await periodFacts(await periodEvidence(place, { ...period, now: surveyor.now }), period);
  const name = periodPageFile(place.connection, period.from, period.to);
  return outputOf(facts, await writePage(out, name, periodDocument(facts), surveyor.cwd));
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
