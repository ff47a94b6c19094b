/**
 * Normalise. Turns what Segment answered into the bytes we vouch for.
 * Pure: no clock, no network. Never judges; anything with an opinion is a check.
 * What a field may keep is said by its schema (`schemas/policy.ts`); what no schema names is withheld.
 */
import { firstIssues } from '../../schemas/first-issues.ts';
import type { IdPart } from '../../schemas/place.ts';
import { compilePolicy, withNulls } from '../../schemas/policy.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { canonical, sha256 } from './canonical.ts';
import { isObject } from './json.ts';
import { RecordWalk, type WalkContext } from './record-walk.ts';

/** What normalising needs to know and where it reports to. Lives for one resource of one run. */
export interface NormaliseContext extends WalkContext {
  readonly definition: ResourceDefinition;
}

export interface NormalisedRecord {
  readonly id: string;
  /** RFC 8785 text of the record's line, without LF. */
  readonly line: string;
  /** Does not fit its schema, has no id, or had characters that are not Unicode text. */
  readonly isInvalid: boolean;
}

export type Parent = Readonly<Record<string, string>>;

/** Returns a function that normalises records of one resource; equal records give equal lines. */
export function createNormaliser(
  context: NormaliseContext,
): (record: unknown, parent?: Parent) => NormalisedRecord {
  const { definition } = context;
  const policy = compilePolicy(definition.record);
  const expected = withNulls(definition.record);
  const mend = createParentMender();
  return (record, parent) => {
    const walk = new RecordWalk(context);
    const data = walk.visit(policy, record, '/data');
    // From what is kept: an id must not hold what its record may not.
    const ownId = composeId(definition.id, data, parent);
    // Without an id a record must not disappear, nor fall together with another: its content names it.
    const id = ownId?.toWellFormed() ?? `?${sha256(canonical(data)).slice(0, 16)}`;
    const issues = firstIssues(expected, record);
    if (issues.length > 0) context.drift.addIssues(issues, record);
    return {
      id,
      line: canonical(parent === undefined ? { data, id } : { data, id, parent: mend(parent) }),
      isInvalid: issues.length > 0 || ownId === undefined || walk.wasMended,
    };
  };
}

/**
 * Returns a record's id: one part verbatim; several percent-encoded (`%` and `/`) and joined with `/`.
 * `undefined` when a part is missing or is not text.
 */
export function composeId(parts: readonly IdPart[], data: unknown, parent?: Parent): string | undefined {
  const values: string[] = [];
  for (const { from, field, orFields = [], whenMissing, isNumber = false } of parts) {
    const within = from === 'parent' ? parent : data;
    let found = fieldAt(within, field);
    for (const name of orFields) if (found === undefined) found = fieldAt(within, name);
    const value = isNumber && typeof found === 'number' ? String(found) : (found ?? whenMissing);
    if (typeof value !== 'string') return undefined;
    // Nothing is named by a blank, unless the resource says that one may stand there.
    if (value.trim() === '' && whenMissing === undefined) return undefined;
    values.push(value);
  }
  if (values.length === 1) return values[0];
  return values.map(escaped).join('/');
}

function escaped(value: string): string {
  return /[%/]/.test(value) ? value.replaceAll('%', '%25').replaceAll('/', '%2F') : value;
}

/** Returns a field, or one inside another: `source.id`. */
function fieldAt(value: unknown, field: string): unknown {
  if (isObject(value) && Object.hasOwn(value, field)) return value[field];
  if (!field.includes('.')) return undefined;
  const [outer = '', ...inner] = field.split('.');
  return inner.length === 0 || !isObject(value) ? undefined : fieldAt(value[outer], inner.join('.'));
}

/** Returns a function that gives a parent as Unicode text; it is asked for the records of one after another. */
function createParentMender(): (parent: Parent) => Parent {
  let last: { readonly parent: Parent; readonly mended: Parent } | undefined;
  return (parent) => {
    if (last?.parent !== parent) last = { parent, mended: wellFormedParent(parent) };
    return last.mended;
  };
}

function wellFormedParent(parent: Parent): Parent {
  return Object.fromEntries(Object.entries(parent).map(([name, id]) => [name, id.toWellFormed()]));
}
