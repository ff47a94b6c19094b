/** `report --serve`: pages of verified evidence for one reader on this machine, until someone ends it. */
import { newSecret } from '../deps.ts';
import { EvidenceError, EXIT, StoreError, UsageError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { printable } from '../evidence/printable.ts';
import { LINK_MINUTES } from '../service/reading/gate.ts';
import { type ReadingServer, startReading } from '../service/reading/server.ts';
import { AccessLog } from './access-log.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlaces, type Surveyor } from './evidence-places.ts';
import { assertPeriod, readPast } from './given-files.ts';
import { historyAt } from './history-of.ts';
import type { ReportFlags } from './report.ts';
import { portTaken, toServePort, untilStopped } from './serve-port.ts';
import { reviewPages } from './serve-review.ts';

export interface ServeFlags extends ReportFlags {
  /** A port, or true for any free one. */
  readonly serve: string | boolean;
  /** Read only, and no more than the period. */
  readonly auditor?: boolean;
}

export interface ServeOptions {
  readonly surveyor: Surveyor;
  readonly surroundings: { readonly now: () => Date; readonly signal: AbortSignal };
  readonly print: (output: CommandOutput) => unknown;
}

/**
 * Serves until someone asks to stop, which is how this is meant to end.
 * @throws UsageError, also where the port is taken; UnverifiedError where there is nothing; StoreError where what is shown cannot be
 * written down
 */
export async function serveReview(
  snapshot: string | undefined,
  flags: ServeFlags,
  { surveyor, surroundings, print }: ServeOptions,
): Promise<CommandOutput> {
  const port = toServePort('report', flags.serve);
  const period = limitOf(snapshot, flags, surveyor.now);
  const { now, signal } = surroundings;
  const names = flags.connection === undefined ? [] : [flags.connection];
  const places = await evidencePlaces('report', flags, names, surveyor);
  const { user } = surveyor;
  const log = new AccessLog({ session: sha256(newSecret()).slice(0, 8), period, user, now });
  await assertWritten(places, log, now());
  const review = { places, period, log, now, user };
  const server = await startReading({
    port,
    now,
    newSecret,
    pages: (formToken) => reviewPages(review, formToken),
  }).catch((cause: unknown) => {
    throw portTaken('report', port, cause);
  });
  const output = describe(server, { places, period });
  print(output);
  await untilStopped(signal);
  await server.close();
  return { ...output, text: '' };
}

/** @throws UsageError for what does not go together */
function limitOf(snapshot: string | undefined, flags: ServeFlags, now: Date) {
  const { auditor = false, from, to, out, receipt, stamp, tsa } = flags;
  const refuse = (expected: string, got: string, hint: string) =>
    new UsageError({ message: `report: --serve: expected ${expected}, got ${got}`, hint });
  if (snapshot !== undefined)
    throw refuse('all snapshots', 'one', 'Leave the snapshot out: the first page lists them.');
  if (out !== undefined)
    throw refuse('no --out', 'one', 'Leave it out: pages are made when they are asked for.');
  const kept = Object.entries({ receipt, stamp, tsa }).find(([, files]) => files !== undefined)?.[0];
  if (kept !== undefined)
    throw refuse(
      `no --${kept}`,
      'one',
      'Write the page of a period in place of serving it: report --from … --to ….',
    );
  if (!auditor) {
    if (from === undefined && to === undefined) return null;
    throw refuse(
      '--auditor with --from and --to',
      'none',
      'Only an auditor is limited to a period: add --auditor.',
    );
  }
  if (from === undefined || to === undefined)
    throw refuse(
      '--from and --to with --auditor',
      'not both',
      'Name the period: --from 2026-10-01 --to 2026-12-31.',
    );
  const period = {
    from: readPast('report', '--from', from, { edge: 'start', now }),
    to: readPast('report', '--to', to, { edge: 'end', now }),
  };
  assertPeriod('report', period.from, period.to, now);
  return period;
}

/** That it begins is written down first, where there is evidence: what cannot be written down later would not be shown either. */
async function assertWritten(places: readonly EvidencePlace[], log: AccessLog, now: Date): Promise<void> {
  const what = { kind: 'start', name: '/', bytes: 0, sha256: EMPTY } as const;
  for (const place of places) {
    if (!(await hasEvidence(place, now))) continue;
    try {
      await log.write(place, what, 0);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      throw new StoreError({
        code: error.code,
        key: error.key,
        cause: error,
        message: `report: --serve: ${place.connection}: expected to write down what is shown, got a store that lets nobody: ${error.message}`,
        hint: 'Let it create files below accesses/, or write pages into a folder in place of serving them: report --out.',
      });
    }
  }
}

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What cannot be vouched for is told on the first page, and nothing else of it is shown. */
async function hasEvidence(place: EvidencePlace, now: Date): Promise<boolean> {
  try {
    return (await historyAt(place, { now })).runs.length > 0;
  } catch (error) {
    if (error instanceof EvidenceError) return false;
    throw error;
  }
}

interface Served {
  readonly places: readonly EvidencePlace[];
  readonly period: { readonly from: string; readonly to: string } | null;
}

function describe({ link, expiresAt }: ReadingServer, { places, period }: Served): CommandOutput {
  const connections = places.map(({ connection }) => connection);
  const mode = period === null ? 'reviewer' : 'auditor';
  return {
    exitCode: EXIT.done,
    json: {
      schema: 'segment-evidence/report-serve/v1',
      link,
      expiresAt: expiresAt.toISOString(),
      mode,
      period,
      connections,
    },
    text: [
      `SERVING pages of ${connections.map(printable).join(', ')} on this machine alone, until Ctrl-C. Open, once:`,
      '',
      `  ${link}`,
      '',
      `The link opens one browser, once, in the next ${LINK_MINUTES} minutes; that browser may read until this ends. Without a browser here: report --out.`,
      period === null
        ? 'Whoever has it may read all of it, and approve.'
        : `Whoever has it may read ${period.from} to ${period.to} and nothing else, and approve nothing.`,
      'Each page and file is written down beside the evidence before it is shown, in accesses/.',
    ].join('\n'),
  };
}
