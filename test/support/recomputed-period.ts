/** The numbers of a period's page anew, from the files of the store as they lie there: nothing of ours reads them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualSlots } from '../../src/checks/manual/slots.ts';
import { recomputed } from './recomputed.ts';
import { filesOf } from './snapshot-files.ts';

/** What a record says, as far as it is counted here. */
interface Record_ {
  readonly status: string;
  readonly snapshotPath: string;
  readonly run: { readonly slot: string | null; readonly startedAt: string };
  readonly chain: { readonly number: number; readonly seq: number };
  readonly resources: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly reason?: string;
    readonly records: number | null;
  }[];
}

export interface RawPeriod {
  /** All of chain 1. */
  readonly records: readonly Record_[];
  /** That started in the period. */
  readonly runs: readonly Record_[];
  /** Instants of the slots that a run a day has. */
  readonly slots: readonly string[];
  folderOf(record: Record_): string;
}

/** Reads a period of a connection; `hour`: of its daily slot. */
export function rawPeriod(
  store: string,
  { from, to }: { from: string; to: string },
  { connection = 'acme', hour = 3 }: { readonly connection?: string; readonly hour?: number } = {},
): RawPeriod {
  const home = join(store, 'segment-evidence/v1', connection);
  const chain = join(home, 'chain/001');
  const records = readdirSync(chain)
    .sort()
    .map((name): Record_ => {
      const { dsseEnvelope } = JSON.parse(readFileSync(join(chain, name), 'utf8'));
      return JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString()).predicate;
    });
  const slots: string[] = [];
  for (let ms = Date.parse(`${from.slice(0, 10)}T00:00:00Z`); ms <= Date.parse(to); ms += 86_400_000)
    slots.push(new Date(ms + hour * 3_600_000).toISOString());
  return {
    records,
    runs: records.filter(({ run }) => run.startedAt >= from && run.startedAt <= to),
    slots: slots.filter((slot) => slot >= from && slot <= to),
    folderOf: ({ snapshotPath }) => join(home, snapshotPath),
  };
}

type Rule = (raw: RawPeriod, ...parts: readonly string[]) => number | null | undefined;

const stateAt = ({ records }: RawPeriod, slot: string): string =>
  records.findLast(({ run }) => run.slot === slot)?.status ?? 'missing';

const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^calendar\.counts\.due$/, ({ slots }) => slots.length],
  [
    /^calendar\.counts\.(complete|partial|failed|missing)$/,
    (raw, state) => raw.slots.filter((slot) => stateAt(raw, slot) === state).length,
  ],
  // Of no scene the retention has ended.
  [/^calendar\.counts\.expired$/, () => 0],
  [/^firstRun\.(seq|chain)$/, ({ runs }, member) => placeOf(runs[0], member)],
  [/^lastRun\.(seq|chain)$/, ({ runs }, member) => placeOf(runs.at(-1), member)],
  [/^populations\.([\w-]+)\.(start|end)\.total$/, totalAt],
  [/^populations\.([\w-]+)\.flow\.(added|removed)$/, (raw, name = '', way = '') => movesOf(raw, name)[way]],
  [
    /^resources\.resources\.([\w-]+)\.complete$/,
    ({ runs }, name) => runs.filter((run) => outcomeIn(run, name) === 'complete').length,
  ],
  [
    /^resources\.resources\.([\w-]+)\.gaps$/,
    ({ runs }, name) =>
      runs.filter((run) => !['complete', 'not-collected', undefined].includes(outcomeIn(run, name))).length,
  ],
  [/^requests\.attempts$/, (raw) => logOf(raw).length],
  [
    /^requests\.refused$/,
    (raw) => logOf(raw).filter(({ status }) => status === null || !String(status).startsWith('2')).length,
  ],
  [/^requests\.bytes$/, (raw) => logOf(raw).reduce((sum, { bytes }) => sum + bytes, 0)],
  [/^checks\.atStart\.(\w+)$/, (raw, state) => stateCount(raw.runs.find(hasResults(raw)), raw, state)],
  [/^checks\.atEnd\.(\w+)$/, (raw, state) => stateCount(raw.runs.findLast(hasResults(raw)), raw, state)],
  [/^checks\.unasked$/, (raw) => raw.runs.filter((run) => !hasResults(raw)(run)).length],
  [
    /^checks\.checks\.([\w-]+)\.failed$/,
    (raw, id) => statesOf(raw, id).filter((state) => state === 'fail').length,
  ],
  [
    /^checks\.checks\.([\w-]+)\.untold$/,
    (raw, id) => statesOf(raw, id).filter((state) => state !== undefined && UNTOLD.includes(state)).length,
  ],
  [/^fixed\.records$/, ({ runs }) => runs.length],
  [/^fixed\.chains\.0\.number$/, () => 1],
  [/^fixed\.chains\.0\.records$/, ({ records }) => records.length],
  [/^approvals\.notApproved$/, ({ runs }) => runs.length],
  // Neither scene has anything attached.
  [/^manual\.counts\.(\w+)$/, (_raw, key) => (key === 'missing' ? manualSlots.length : 0)],
  // Neither scene keeps a receipt, a stamp, a review or an approval.
  [/^(?:fixed\.(?:fixed|validStamps|notJudged)|review\.count|approvals\.(?:approved|notWhole))$/, () => 0],
];

const UNTOLD = ['indeterminate', 'error', 'unasked'];

const placeOf = (record: Record_ | undefined, member = '') =>
  record === undefined ? null : member === 'seq' ? record.chain.seq : record.chain.number;

const outcomeIn = (record: Record_, name: string | undefined) =>
  record.resources.find((each) => each.name === name)?.outcome;

/** The resource that a population is of. */
const resourceOf = (name: string) => (name === 'data-flows' ? 'destinations' : name);

const hasFile = (raw: RawPeriod, record: Record_, name: string) =>
  existsSync(join(raw.folderOf(record), `data/resources/${name}.jsonl`));

/** Of the day, else the newest before. */
function sideOf(raw: RawPeriod, name: string, side: string): Record_ | undefined {
  const [first, last] = [raw.slots[0], raw.slots.at(-1)];
  const day = String(side === 'start' ? first : last).slice(0, 10);
  return raw.records.findLast(
    (record) => record.run.startedAt.slice(0, 10) <= day && hasFile(raw, record, resourceOf(name)),
  );
}

function totalAt(raw: RawPeriod, name = '', side = ''): number | null | undefined {
  const record = sideOf(raw, name, side);
  if (record === undefined) return null;
  const files = filesOf(raw.folderOf(record));
  if (name === 'tracking-plans')
    return plansBySource(files.lines('tracking-plans'), files.lines('tracking-plan-sources'));
  const known = recomputed(files, `populations.${name}.total`);
  return known === undefined ? files.lines(name)?.length : known;
}

interface Line {
  readonly id: string;
}

/** A row for each source that a plan is connected to, and one for a plan without any. */
const plansBySource = (plans: readonly Line[] = [], connected: readonly Line[] = []) =>
  plans.reduce(
    (sum, { id }) => sum + Math.max(1, connected.filter((each) => each.id.startsWith(`${id}/`)).length),
    0,
  );

/** Ids that came and went from one whole reading to the next, from that of the start to that of the end. */
function movesOf(raw: RawPeriod, name: string): Readonly<Record<string, number>> {
  const [start, end] = [sideOf(raw, name, 'start'), sideOf(raw, name, 'end')];
  const moves = { added: 0, removed: 0 };
  if (start === undefined || end === undefined) return moves;
  const whole = raw.records
    .slice(raw.records.indexOf(start), raw.records.indexOf(end) + 1)
    .filter((record) => outcomeIn(record, name) === 'complete')
    .map(
      (record) =>
        new Set(
          filesOf(raw.folderOf(record))
            .lines(name)
            ?.map(({ id }) => id),
        ),
    );
  for (const [place, ids] of whole.entries()) {
    const before = whole[place - 1] ?? ids;
    moves.added += [...ids].filter((id) => !before.has(id)).length;
    moves.removed += [...before].filter((id) => !ids.has(id)).length;
  }
  return moves;
}

interface LogLine {
  readonly status: number | null;
  readonly bytes: number;
}

const logOf = (raw: RawPeriod): readonly LogLine[] =>
  raw.runs.flatMap((run) =>
    readFileSync(join(raw.folderOf(run), 'data/collection-log.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LogLine),
  );

const hasResults = (raw: RawPeriod) => (record: Record_) =>
  filesOf(raw.folderOf(record)).results !== undefined;

const stateCount = (record: Record_ | undefined, raw: RawPeriod, state = '') =>
  record === undefined ? null : recomputed(filesOf(raw.folderOf(record)), `checks.counts.${state}`);

/** What a check said in each run. */
const statesOf = (raw: RawPeriod, id: string | undefined) =>
  raw.runs.map(
    (run) =>
      (filesOf(raw.folderOf(run)).results?.find(({ checkId }) => checkId === id)?.['outcome'] as
        | string
        | undefined) ?? 'unasked',
  );

/** Returns the number; undefined where no rule knows it. */
export function recomputedPeriod(raw: RawPeriod, path: string): number | null | undefined {
  for (const [pattern, rule] of RULES) {
    const match = pattern.exec(path);
    if (match !== null) return rule(raw, ...match.slice(1));
  }
  return undefined;
}
