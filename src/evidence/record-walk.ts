/**
 * One walk over one record by the policy of its schema: what may be kept stays, everything else is
 * replaced by something that shows that it was there. Pure.
 */
import type { PolicyNode } from '../../schemas/policy.ts';
import { canonical } from './canonical.ts';
import { readCode } from './code-facts.ts';
import { DriftTally } from './drift.ts';
import { isObject } from './json.ts';
import { withholdMapping } from './mapping.ts';
import { namesInOrder } from './member-order.ts';
import { withholdPeople } from './people.ts';
import {
  escapePointer,
  MAX_DEPTH,
  type RedactContext,
  RedactionTally,
  withholdSettings,
  withholdUnknown,
} from './redact.ts';

export interface WalkContext extends RedactContext {
  /** Fields and values that the schema does not know. */
  readonly drift: DriftTally;
}

/** Walks a record. Remembers whether it had to repair anything. */
export class RecordWalk {
  wasMended = false;
  readonly #context: WalkContext;

  constructor(context: WalkContext) {
    this.#context = context;
  }

  /** Returns what may be kept of a value; `undefined`: nothing. */
  visit(node: PolicyNode, value: unknown, pointer: string): unknown {
    switch (node.kind) {
      case 'object':
        return isObject(value)
          ? this.#fields(node.fields, value, pointer)
          : this.#unforeseen(node, value, pointer);
      case 'array':
        if (Array.isArray(value)) return this.#items(node, value, pointer);
        // One text in place of a list of them is treated like one of the list.
        return typeof value === 'string'
          ? this.visit(node.item, value, pointer)
          : this.#unforeseen(node, value, pointer);
      case 'settings':
        return isObject(value) || node.isAny === true
          ? withholdSettings(value, pointer, this.#context, () => this.#mended())
          : this.#unforeseen(node, value, pointer);
      case 'mapping':
        return isObject(value)
          ? withholdMapping(value, pointer, this.#context, () => this.#mended())
          : this.#unforeseen(node, value, pointer);
      case 'sealed':
        return isObject(value) ? this.#sealed(value, pointer) : this.#unforeseen(node, value, pointer);
      case 'volatile':
      case 'catalogue':
        this.#context.tally.add(pointer, node.kind, 'drop');
        return undefined;
      case 'elsewhere':
        return this.#leaveElsewhere(node.inner, value, pointer);
      case 'json':
        return isSound(value, MAX_DEPTH) ? value : this.#json(value, pointer, 0);
      case 'keep':
        return this.#scalar(value, pointer);
      case 'identifier':
        if (typeof value === 'string') this.#identify(node, value, pointer);
        return this.#scalar(value, pointer);
      case 'login':
        if (typeof value === 'string') this.#context.secrets.addLogin(value);
        return this.#scalar(value, pointer);
      default:
        return typeof value === 'string'
          ? this.#withheldText(node, value, pointer)
          : this.#unforeseen(node, value, pointer);
    }
  }

  #withheldText(
    node: Extract<PolicyNode, { kind: 'secret' | 'subject' | 'digest' | 'condition' }>,
    value: string,
    pointer: string,
  ): unknown {
    const { fingerprints, tally, secrets } = this.#context;
    // Of what is blank nothing can be withheld, and it is no key.
    if (value === '' || (node.kind === 'secret' && value.trim() === '')) return value;
    switch (node.kind) {
      case 'secret':
        secrets.add(value);
        tally.add(pointer, 'known-secret', 'fingerprint');
        return fingerprints.of(node.context, value);
      case 'subject':
        secrets.addEndUser(value);
        tally.add(pointer, 'end-user', 'fingerprint');
        return fingerprints.of('subject', value);
      case 'digest': {
        tally.add(pointer, 'program-text', 'digest');
        const { facts, found } = readCode(this.#text(value), node.language);
        for (const secret of found) secrets.suspect(secret);
        return facts;
      }
      case 'condition':
        return withholdPeople(this.#text(value), (person, rule) => {
          if (node.isHunted === true) secrets.addEndUser(person);
          tally.add(pointer, rule, 'fingerprint');
          return fingerprints.of('subject', person);
        });
    }
  }

  #identify({ known }: Extract<PolicyNode, { kind: 'identifier' }>, value: string, pointer: string): void {
    this.#context.secrets.addIdentifier(value);
    if (known === undefined || known.has(value) || value === '') return;
    this.#context.drift.add('new-value', pointer);
  }

  /** A place where a plain value belongs. Anything with members was not foreseen, so it is withheld. */
  #scalar(value: unknown, pointer: string): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    return this.#unknown(value, pointer);
  }

  /** Another type than belongs here: no one has said that it may be kept, so it is withheld. */
  #unforeseen(node: PolicyNode, value: unknown, pointer: string): unknown {
    this.#noteSecrets(node, value);
    return value === null || value === '' || typeof value === 'boolean'
      ? value
      : this.#unknown(value, pointer);
  }

  /** A declared secret is one in whatever shape it comes: every text in its place is searched for elsewhere. */
  #noteSecrets(node: PolicyNode, value: unknown): void {
    let leaf = node;
    while (leaf.kind === 'array') leaf = leaf.item;
    if (leaf.kind !== 'secret' && leaf.kind !== 'subject' && leaf.kind !== 'sealed') return;
    const { secrets } = this.#context;
    const left = [value];
    while (left.length > 0) {
      const next = left.pop();
      if (typeof next === 'object' && next !== null)
        for (const member of Object.values(next)) left.push(member);
      else if (typeof next !== 'string' && typeof next !== 'number') continue;
      else if (leaf.kind === 'subject') secrets.addEndUser(String(next));
      else secrets.add(String(next));
    }
  }

  /** Names stay: they say what is set. */
  #sealed(value: Readonly<Record<string, unknown>>, pointer: string): unknown {
    const { fingerprints, tally } = this.#context;
    const members = Object.entries(value).map(([name, member]): [string, unknown] => {
      const place = `${pointer}/*`;
      this.#noteSecrets({ kind: 'sealed' }, member);
      if (member === null || member === '') return [this.#text(name), member];
      if (typeof member !== 'string')
        return [this.#text(name), withholdUnknown(member, place, 'known-secret', this.#context)];
      tally.add(place, 'known-secret', 'fingerprint');
      return [this.#text(name), fingerprints.of('segment/setting', member)];
    });
    return Object.fromEntries(members);
  }

  /** Nothing is kept here, but what is secret in it must not stand anywhere else either. */
  #leaveElsewhere(inner: PolicyNode, value: unknown, pointer: string): undefined {
    const quiet = { ...this.#context, tally: new RedactionTally(''), drift: new DriftTally() };
    new RecordWalk(quiet).visit(inner, value, pointer);
    this.#context.tally.add(pointer, 'elsewhere', 'drop');
  }

  #json(value: unknown, pointer: string, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return withholdUnknown(value, `${pointer}/*`, 'too-deep', this.#context);
    if (Array.isArray(value)) return value.map((item) => this.#json(item, pointer, depth + 1));
    const members = Object.entries(value);
    return Object.fromEntries(
      members.map(([name, member]) => [this.#text(name), this.#json(member, pointer, depth + 1)]),
    );
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
    const kept: Record<string, unknown> = {};
    // In the order in which they are written: nothing needs to be put in order afterwards.
    for (const name of namesInOrder(value)) {
      const member = value[name];
      const node = fields.get(name);
      // Most fields are plain and kept: nobody asks where they stood.
      const place = isKept(node, member) ? pointer : `${pointer}/${escapePointer(name)}`;
      if (node === undefined) this.#context.drift.add('new-field', place);
      const left = node === undefined ? this.#unknown(member, place) : this.visit(node, member, place);
      if (left !== undefined) setMember(kept, this.#text(name), left);
    }
    return kept;
  }

  #unknown(value: unknown, pointer: string): unknown {
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

/** Whether a value is kept as it is, and nothing is told of its place. */
function isKept(node: PolicyNode | undefined, value: unknown): boolean {
  const isPlain = node?.kind === 'keep' || (node?.kind === 'identifier' && node.known === undefined);
  return isPlain && (typeof value !== 'object' || value === null);
}

/** A member called `__proto__` is data like any other, and cannot be assigned. */
function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether all text of a value of JSON is Unicode, and nothing in it is deeper than so much. */
function isSound(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isSound(item, depth - 1));
  for (const name in value) {
    if (!name.isWellFormed() || !isSound((value as Readonly<Record<string, unknown>>)[name], depth - 1))
      return false;
  }
  return true;
}
