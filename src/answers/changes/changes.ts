/** What changed between two runs, or in a period: differences and audit events held against each other. */
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import { EXIT, UnverifiedError } from '../../errors.ts';
import { hasChanges } from '../../evidence/changes/comparable.ts';
import { notComparedWords } from '../../evidence/changes/pair.ts';
import { common, joined, type Span, spanText } from '../../evidence/changes/spans.ts';
import { TRAIL, type Trail } from '../../evidence/changes/trail.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { type Answer, standingOf } from '../answer.ts';
import { aheadGaps } from '../as-of.ts';
import { nameOf } from '../population.ts';
import { type ChangeRow, windowOf } from './change-row.ts';
import { coverOf, eventsWithoutChange, gapsOf, type Reason, totalWords } from './changes-text.ts';
import { changeColumns } from './columns.ts';
import { ledgerOf } from './ledger.ts';
import {
  type Comparable,
  comparable,
  inOrderOfTime,
  isEqual,
  type Pair,
  type Scope,
  startOf,
} from './readings.ts';
import { trailOfRuns } from './run-trail.ts';

export const CHANGES_SCHEMA = 'segment-evidence/changes/v1';

export interface ChangesRequest {
  readonly scope: Scope;
  readonly definitions: readonly ResourceDefinition[];
}

/**
 * Returns what changed. Equal files are not read, only looked for; all bytes of the others are verified before a row rests on
 * them.
 * @throws UnverifiedError NO_EVIDENCE where there are no two runs; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function changes(
  { connection, runs: all, notes }: History,
  { scope, definitions }: ChangesRequest,
): Promise<Answer<ChangeRow>> {
  // What is dated after now has no place in the order of time: it would be a change back.
  const runs = inOrderOfTime(all.filter(({ isAhead }) => !isAhead));
  if (runs.length < 2) throw onlyOne(connection, runs);
  const compared = namesIn(runs)
    .filter((name) => hasChanges(definitions.find((each) => each.name === name)))
    .map((name) => comparable(runs, name, scope));
  const pairs = pairsOf(compared, runs);
  await assertThere(pairs);
  const trail = await trailOfRuns(runs, spanOf(pairs, scope));
  const workspaceId = runs.findLast(({ manifest }) => manifest.workspace !== null)?.manifest.workspace?.id;
  const ledger = await ledgerOf({ scope, pairs, trail, definitions, workspaceId });
  const notCompared = ledger.notes.map(({ resource, places, ...note }) => ({
    resource,
    reason: notComparedWords(note, places),
  }));
  const gaps = [...aheadGaps(all), ...gapsOf(compared, notCompared, trail, scope)];
  const asOf = usedRuns(pairs, runs).at(-1)?.manifest.run.startedAt;
  const facts = { connection, runs, scope, compared, pairs, trail, ledger, notes };
  return {
    question: 'What changed?',
    standing: standingOf(totalWords(facts), gaps),
    cover: coverOf(facts),
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: { name: 'changes', columns: changeColumns, rows: ledger.rows },
    head: {
      schema: CHANGES_SCHEMA,
      ...spanText(scope),
      connection,
      snapshots: usedRuns(pairs, runs).map(nameOf),
      covered: coveredOf(compared, trail, scope).map(spanText),
      counts: ledger.counts,
      gaps,
      skipped: skippedOf(compared, notCompared),
      eventsWithoutChange: eventsWithoutChange(ledger.unseen, definitions),
    },
    rowsKey: 'changes',
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function namesIn(runs: readonly Run[]): readonly string[] {
  const names = new Set(runs.flatMap(({ manifest }) => manifest.resources.map(({ name }) => name)));
  names.delete(TRAIL);
  return [...names];
}

/** In the order of their later runs, and of the resources in it. */
function pairsOf(compared: readonly Comparable[], runs: readonly Run[]): readonly Pair[] {
  const place = new Map(runs.map((run, index) => [run, index]));
  return compared
    .flatMap(({ pairs }) => pairs)
    .sort((one, other) => (place.get(one.after.run) ?? 0) - (place.get(other.after.run) ?? 0));
}

/** Equal files are not read: by their signed digests nothing changed. They must be there all the same. */
async function assertThere(pairs: readonly Pair[]): Promise<void> {
  const wanted = new Map<Run, Set<string>>();
  for (const { resource, before, after } of pairs.filter(isEqual))
    for (const { run } of [before, after]) wanted.set(run, (wanted.get(run) ?? new Set()).add(resource));
  const runs = [...wanted];
  for (let first = 0; first < runs.length; first += AT_ONCE)
    await Promise.all(
      runs.slice(first, first + AT_ONCE).map(([run, resources]) => run.assertThere([...resources])),
    );
}

/** Each is a question to the store. */
const AT_ONCE = 8;

/** Windows may begin before the scope and end after it. */
function spanOf(pairs: readonly Pair[], { fromMs, toMs }: Scope): Span {
  const windows = pairs.map(windowOf);
  return {
    fromMs: windows.reduce((least, window) => Math.min(least, window.fromMs), fromMs),
    toMs: windows.reduce((most, window) => Math.max(most, window.toMs), toMs),
  };
}

function usedRuns(pairs: readonly Pair[], runs: readonly Run[]): readonly Run[] {
  const used = new Set(pairs.flatMap(({ before, after }) => [before.run, after.run]));
  return runs.filter((run) => used.has(run));
}

/** Where each resource that was compared was whole on both sides, and the trail too. */
function coveredOf(compared: readonly Comparable[], trail: Trail, scope: Scope): readonly Span[] {
  const each = compared.filter(({ pairs }) => pairs.length > 0);
  if (each.length === 0) return [];
  const spans = each.map(({ pairs }) =>
    joined(pairs.map(({ before, after }) => ({ fromMs: startOf(before.run), toMs: startOf(after.run) }))),
  );
  const known = trail.isDeclaredOff ? [scope] : wholeIn(trail, scope);
  return spans.reduce(common, known);
}

/** The trail's own stretches within the scope. */
function wholeIn({ whole, knownToMs }: Trail, { fromMs, toMs }: Scope): readonly Span[] {
  return common(whole, [{ fromMs, toMs: Math.min(toMs, knownToMs) }]);
}

function skippedOf(compared: readonly Comparable[], notes: readonly Reason[]): readonly object[] {
  const left = compared.flatMap(({ resource, gap, leftOut }) => {
    const reason = gap ?? leftOut;
    return reason === undefined ? [] : [{ resource, reason }];
  });
  return [...left, ...notes];
}

function onlyOne(connection: string, runs: readonly Run[]): UnverifiedError {
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `changes: ${connection}: expected two runs to compare, got ${runs.length}`,
    hint: 'Collect once more; what was there at the one run, population says.',
    exitCode: EXIT.cannotJudge,
  });
}
