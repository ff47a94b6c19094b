/**
 * Normalise. Turns what Segment answered into the bytes we vouch for.
 * Pure: no clock, no network. Never judges; anything with an opinion is a check.
 * What a field may keep is said by its schema (`schemas/policy.ts`); what no schema names is withheld.
 */
import type { PolicyNode } from '../../schemas/policy.ts';
import { compilePolicy } from '../../schemas/policy.ts';
import type { IdPart, ResourceDefinition } from '../../schemas/resource.ts';
import { canonical, sha256 } from './canonical.ts';
import { isObject } from './json.ts';
import type { RedactContext } from './redact.ts';
import { escapePointer, withholdSettings, withholdUnknown } from './redact.ts';

/** What normalising needs to know and where it reports to. Lives for one resource of one run. */
export interface NormaliseContext extends RedactContext {
  readonly definition: ResourceDefinition;
}

export interface NormalisedRecord {
  readonly id: string;
  /** RFC 8785 text of the record's line, without LF. */
  readonly line: string;
  /** Does not fit its schema, has no id, or had characters that are not Unicode text. */
  readonly isInvalid: boolean;
  /** Has fields that the schema does not know. */
  readonly hasUnknownFields: boolean;
}

export type Parent = Readonly<Record<string, string>>;

/** Returns a function that normalises records of one resource; equal records give equal lines. */
export function createNormaliser(
  context: NormaliseContext,
): (record: unknown, parent?: Parent) => NormalisedRecord {
  const { definition } = context;
  const policy = compilePolicy(definition.record);
  return (record, parent) => {
    const walk = new RecordWalk(context);
    const data = walk.visit(policy, record, '/data');
    const ownId = composeId(definition.id, record, parent);
    // Without an id a record must not disappear, nor fall together with another: its content names it.
    const id = ownId?.toWellFormed() ?? `?${sha256(canonical(data)).slice(0, 16)}`;
    const fits = definition.record.safeParse(record).success;
    return {
      id,
      line: canonical({ data, id, ...(parent === undefined ? {} : { parent: wellFormedParent(parent) }) }),
      isInvalid: !fits || ownId === undefined || walk.wasMended,
      hasUnknownFields: walk.unknownFields > 0,
    };
  };
}

/**
 * Returns a record's id: one part verbatim; several percent-encoded (`%` and `/`) and joined with `/`.
 * `undefined` when a part is missing or is not text.
 */
export function composeId(parts: readonly IdPart[], record: unknown, parent?: Parent): string | undefined {
  const values: string[] = [];
  for (const { from, field } of parts) {
    const value = from === 'parent' ? parent?.[field] : isObject(record) ? record[field] : undefined;
    if (typeof value !== 'string') return undefined;
    values.push(value);
  }
  if (values.length === 1) return values[0];
  return values.map((value) => value.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
}

function wellFormedParent(parent: Parent): Parent {
  return Object.fromEntries(Object.entries(parent).map(([name, id]) => [name, id.toWellFormed()]));
}

/** One walk over one record. Remembers what it had to mend or did not know. */
class RecordWalk {
  wasMended = false;
  unknownFields = 0;
  readonly #context: NormaliseContext;

  constructor(context: NormaliseContext) {
    this.#context = context;
  }

  visit(node: PolicyNode, value: unknown, pointer: string): unknown {
    const { fingerprints, tally, secrets } = this.#context;
    switch (node.kind) {
      case 'object':
        return isObject(value) ? this.#fields(node.fields, value, pointer) : this.#unforeseen(value, pointer);
      case 'array':
        if (Array.isArray(value)) return this.#items(node, value, pointer);
        // One text in place of a list of them is treated like one of the list.
        return typeof value === 'string'
          ? this.visit(node.item, value, pointer)
          : this.#unforeseen(value, pointer);
      case 'secret':
        if (typeof value !== 'string') return this.#unforeseen(value, pointer);
        if (value === '') return value;
        secrets.add(value);
        tally.add(pointer, 'known-secret', 'fingerprint');
        return fingerprints.of(node.context, value);
      case 'settings':
        return isObject(value)
          ? withholdSettings(value, pointer, this.#context, () => this.#mended())
          : this.#unforeseen(value, pointer);
      case 'volatile':
      case 'catalogue':
        tally.add(pointer, node.kind, 'drop');
        return undefined;
      case 'keep':
        return this.#scalar(value, pointer);
    }
  }

  /** A place where a plain value belongs. Anything with members was not foreseen, so it is withheld. */
  #scalar(value: unknown, pointer: string): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    return this.#unknown(value, pointer);
  }

  /** Another type than belongs here: nobody has said that it may be kept, so it is withheld. */
  #unforeseen(value: unknown, pointer: string): unknown {
    if (value === null || value === '' || typeof value === 'boolean') return value;
    return this.#unknown(value, pointer);
  }

  #items(node: Extract<PolicyNode, { kind: 'array' }>, value: readonly unknown[], pointer: string): unknown {
    const items = value.map((item) => this.visit(node.item, item, `${pointer}/*`));
    if (!node.isSet) return items;
    const keyed = items.map((item) => ({ item, key: canonical(item) }));
    return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
  }

  #fields(
    fields: ReadonlyMap<string, PolicyNode>,
    value: Readonly<Record<string, unknown>>,
    pointer: string,
  ): unknown {
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      const node = fields.get(name);
      const kept =
        node === undefined
          ? this.#unknown(member, `${pointer}/${escapePointer(name)}`)
          : this.visit(node, member, `${pointer}/${escapePointer(name)}`);
      if (kept !== undefined) members.push([this.#text(name), kept]);
    }
    // Not by assignment: a member called `__proto__` is data like any other.
    return Object.fromEntries(members);
  }

  #unknown(value: unknown, pointer: string): unknown {
    this.unknownFields += 1;
    return withholdUnknown(value, pointer, 'unknown-field', this.#context);
  }

  #text(value: string): string {
    if (value.isWellFormed()) return value;
    this.#mended();
    return value.toWellFormed();
  }

  #mended(): void {
    this.wasMended = true;
  }
}
