/** What became of each resource as a whole. */
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import type { Run } from '../../verify/read-history.ts';
import { digestOf } from '../changes/readings.ts';
import type { Asked } from './asked.ts';
import { type Move, type Moves, movesOf } from './moves.ts';
import { type Result, timeOfBoth, verdictOf } from './verdict.ts';

export interface ReperformRequest {
  /** The snapshot: a verified run. */
  readonly run: Run;
  readonly asked: Asked;
  /** What is compared, in this order. */
  readonly definitions: readonly ResourceDefinition[];
}

/** One resource as a whole. */
export interface ResourceStanding {
  readonly resource: string;
  readonly result: Result;
  readonly reason?: string;
  readonly before: Side;
  readonly now: Side;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Of these, how many no event explains. */
  readonly unexplained: number;
}

export interface Side {
  readonly outcome: string;
  readonly reason?: string;
  readonly records: number | null;
  readonly sha256?: string;
}

export interface Standings {
  readonly all: readonly ResourceStanding[];
  readonly moves: Moves;
}

/** @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED */
export async function standingsOf(request: ReperformRequest): Promise<Standings> {
  const { run, asked, definitions } = request;
  const verdicts = definitions.map((definition) => ({
    definition,
    verdict: verdictOf(run, asked, definition),
  }));
  const open = verdicts.flatMap(({ definition, verdict }) => (verdict === undefined ? [definition] : []));
  const moves = await movesOf(run, asked, open);
  const counts = await countMoves(moves.rows());
  return {
    all: verdicts.map(({ definition, verdict }) => {
      const { name } = definition;
      const found = verdict ?? verdictAfter(request, definition, counts.get(name), moves.notes.get(name));
      return { resource: name, ...found, ...sidesOf(request, name), ...(counts.get(name) ?? NONE) };
    }),
    moves,
  };
}

interface Counts {
  added: number;
  removed: number;
  changed: number;
  unexplained: number;
}

const NONE: Counts = { added: 0, removed: 0, changed: 0, unexplained: 0 };

async function countMoves(rows: AsyncIterable<Move>): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>();
  for await (const { resource, change, explanation } of rows) {
    const known = counts.get(resource) ?? { ...NONE };
    counts.set(resource, known);
    if (change !== 'came-and-went') known[change] += 1;
    if (explanation === 'unexplained' || explanation === 'not-known') known.unexplained += 1;
  }
  return counts;
}

/** Of what was looked at record by record. `note`: why not all of each could be. */
function verdictAfter(
  { run, asked }: ReperformRequest,
  definition: ResourceDefinition,
  counts: Counts | undefined,
  note: string | undefined,
): { readonly result: Result; readonly reason?: string } {
  const reason = note ?? timeWords(definition, run.entry(definition.name), asked);
  if (counts !== undefined) return { result: 'moved', ...(reason === undefined ? {} : { reason }) };
  if (note !== undefined) return { result: 'not-comparable', reason: note };
  return { result: 'equal', reason: reason ?? 'but for counts of what other resources have' };
}

function timeWords(
  definition: ResourceDefinition,
  then: ResourceEntry | undefined,
  asked: Asked,
): string | undefined {
  const time = timeOfBoth(definition, then, asked);
  if (time === undefined) return undefined;
  const [from, to] = [time.fromMs, time.toMs].map((ms) => new Date(ms).toISOString());
  // What it has forgotten since, nobody can ask for: the snapshot has it.
  const short = time.isShort ? `: Segment remembers no more than ${definition.window?.days} days` : '';
  return `from ${from} to ${to}${short}`;
}

function sidesOf(
  { run, asked }: ReperformRequest,
  resource: string,
): Pick<ResourceStanding, 'before' | 'now'> {
  const now = asked.resources.find(({ name }) => name === resource);
  return {
    before: sideOf(run.entry(resource), digestOf(run.manifest, resource)),
    now: sideOf(now, digestOf(asked, resource)),
  };
}

export function sideOf(entry: ResourceEntry | undefined, sha256: string | undefined): Side {
  const { outcome = 'unknown', reason, records = null } = entry ?? {};
  return {
    outcome,
    ...(reason === undefined ? {} : { reason }),
    records,
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}
