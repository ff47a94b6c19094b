/**
 * Drift: where records differ from their schema. Counted field by field while they are walked, and said by place
 * and kind alone: a value never, a name only where it is one that a program would have. Pure.
 */
import type { DriftedField, DriftKind } from '../../schemas/drift.ts';
import type { Issue } from '../../schemas/first-issues.ts';
import { isObject } from './json.ts';
import { escapePointer } from './redact.ts';

/** A field that drifted, before anyone says since when. */
export type DriftLine = Omit<DriftedField, 'firstSeenAt'>;

/** So many fields of a resource are named; the rest is counted under `REST`. */
const MOST_FIELDS = 20;
/** More different fields than anyone adds at once: from here on they are only counted. */
const MOST_PLACES = 500;
/** Stands for all fields that are not named. */
const REST = '/*';

/** Counts what drifted in the records of one resource. */
export class DriftTally {
  readonly #counts = new Map<string, { kind: DriftKind; pointer: string; count: number }>();

  /** Counts one place. `pointer` is RFC 6901 with `*` for any index. */
  add(kind: DriftKind, pointer: string, count = 1): void {
    const known = this.#counts.get(`${kind} ${pointer}`);
    if (known !== undefined) known.count += count;
    else if (this.#counts.size >= MOST_PLACES && pointer !== REST) this.add(kind, REST, count);
    else this.#counts.set(`${kind} ${pointer}`, { kind, pointer, count });
  }

  /** All that was counted, whatever of it may be told. */
  get counts(): readonly DriftLine[] {
    return [...this.#counts.values()];
  }

  /** Counts what a schema has against a record. */
  addIssues(issues: readonly Issue[], record: unknown): void {
    for (const { path } of issues) {
      const steps = path.map((step) => (typeof step === 'number' ? '*' : escapePointer(String(step))));
      const isThere = (valueAt(record, path) ?? null) !== null;
      this.add(isThere ? 'changed-type' : 'missing', ['/data', ...steps].join('/'));
    }
  }

  /**
   * Returns what drifted, by pointer and kind; of more than twenty fields the rarest are told together. Names are `*` that
   * no program would have, that `isPerson` knows, or that are so many in one object that they are data themselves; of a
   * pointer that `isForbidden` objects to nothing is told.
   */
  lines(
    isForbidden: (pointer: string) => boolean,
    isPerson: (name: string) => boolean = () => false,
  ): readonly DriftLine[] {
    const named = new DriftTally();
    const crowds = crowdsAmong(this.#counts.values());
    for (const { kind, pointer, count } of this.#counts.values()) {
      const told = crowds.has(pointer) && kind === 'new-field' ? `${objectOf(pointer)}/*` : pointer;
      named.add(kind, isForbidden(pointer) ? REST : withoutOddNames(told, isPerson), count);
    }
    const lines = [...named.#counts.values()];
    const byCount = lines.filter(({ pointer }) => pointer !== REST).sort((a, b) => b.count - a.count);
    const told = new Set(byCount.slice(0, MOST_FIELDS));
    const kept = new DriftTally();
    for (const line of lines) kept.add(line.kind, told.has(line) ? line.pointer : REST, line.count);
    return [...kept.#counts.values()].sort(compare);
  }
}

function compare(a: DriftLine, b: DriftLine): number {
  const [one, other] = [`${a.pointer} ${a.kind}`, `${b.pointer} ${b.kind}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A field's name as programs have them. What else stands there may be anything: an address, a key, a text. */
const NAME = /^[$_]*[a-z][a-z0-9_$-]{0,63}$/i;
/** From here on digits among the letters, or capitals in no order, look made by a generator. */
const LONG = 16;
const LONG_NAME = /^[a-z_$-]+\d{0,2}$/i;

function withoutOddNames(pointer: string, isPerson: (name: string) => boolean): string {
  const steps = pointer.split('/').slice(1);
  return `/${steps.map((step) => (isName(step) && !isPerson(step) ? step : '*')).join('/')}`;
}

function isName(step: string): boolean {
  if (!NAME.test(step) || step.length < LONG) return NAME.test(step);
  const capitals = step.replaceAll(/[^A-Z]/g, '').length;
  return LONG_NAME.test(step) && (capitals * 4 <= step.length || !/[a-z]/.test(step));
}

/** The object that a place is a member of. */
function objectOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

/**
 * New fields of objects that have more of them than anyone adds: a list by name, of people perhaps. What nearly all
 * records have there is a field all the same.
 */
function crowdsAmong(places: Iterable<DriftLine>): ReadonlySet<string> {
  const objects = new Map<string, DriftLine[]>();
  for (const place of places) {
    if (place.kind !== 'new-field') continue;
    const fields = objects.get(objectOf(place.pointer)) ?? [];
    objects.set(objectOf(place.pointer), fields);
    fields.push(place);
  }
  return new Set(
    [...objects.values()].flatMap((fields) => {
      if (fields.length <= MOST_FIELDS) return [];
      const most = Math.max(...fields.map(({ count }) => count));
      const rare = fields.filter(({ count }) => count * 2 < most);
      return (fields.length - rare.length > MOST_FIELDS ? fields : rare).map(({ pointer }) => pointer);
    }),
  );
}

function valueAt(record: unknown, path: readonly PropertyKey[]): unknown {
  let value = record;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isObject(value) && typeof step === 'string' && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

const KIND_WORDS: Readonly<Record<DriftKind, string>> = {
  'new-field': 'new, withheld',
  'new-value': 'with a new value',
  'changed-type': 'of another type',
  missing: 'missing',
};

const MOST_NAMED = 3;

/** Returns the fields in few words: `new, withheld: /data/nickname; missing: /data/email`. */
export function describeDrift(drift: readonly DriftLine[]): string {
  const kinds = (Object.keys(KIND_WORDS) as DriftKind[]).flatMap((kind) => {
    const pointers = drift.filter((line) => line.kind === kind).map(({ pointer }) => pointer);
    if (pointers.length === 0) return [];
    const more = pointers.length > MOST_NAMED ? [`${pointers.length - MOST_NAMED} more`] : [];
    return [`${KIND_WORDS[kind]}: ${[...pointers.slice(0, MOST_NAMED), ...more].join(', ')}`];
  });
  return kinds.join('; ');
}
