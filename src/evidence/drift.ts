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
   * Returns what drifted, by pointer and kind; of more than twenty fields the rarest are told together. Names that `isForbidden`
   * objects to, or that no program would have, are `*`.
   */
  lines(isForbidden: (pointer: string) => boolean): readonly DriftLine[] {
    const named = new DriftTally();
    for (const { kind, pointer, count } of this.#counts.values())
      named.add(kind, isForbidden(pointer) ? REST : withoutOddNames(pointer), count);
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

function withoutOddNames(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return `/${steps.map((step) => (isName(step) ? step : '*')).join('/')}`;
}

function isName(step: string): boolean {
  if (!NAME.test(step) || step.length < LONG) return NAME.test(step);
  const capitals = step.replaceAll(/[^A-Z]/g, '').length;
  return LONG_NAME.test(step) && (capitals * 4 <= step.length || !/[a-z]/.test(step));
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
