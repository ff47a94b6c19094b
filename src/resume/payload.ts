/**
 * What a finished resource brought, as lines of a resume point and back: the facts of its reading, what was observed,
 * what was withheld, the attempts, and its lines as they were in the spool, normalised and not yet scanned.
 */
import type { CollectionLogLine, RedactionLine } from '../../schemas/lines.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { type DriftLine, DriftTally } from '../evidence/drift.ts';
import { RedactionTally } from '../evidence/redact.ts';
import type { CollectedResource, LineSpool } from '../segment/collect.ts';
import { childNeedsOf, type KeptParents, ParentBook } from '../segment/parent-book.ts';
import { Unusable } from './parts.ts';
import { type TreeLine, TreeReader, toTreeLines } from './tree-lines.ts';

/** The time that a resource was asked for; what is in it only the run knows. */
export type KeptWindow = Readonly<Record<string, unknown>>;

export interface Payload {
  readonly resource: CollectedResource;
  readonly window: KeptWindow | undefined;
  /** Of the attempts that read it, as JSON. */
  readonly log: AsyncIterable<string>;
}

type PayloadLine =
  | readonly ['fact', TreeLine]
  | readonly ['window', KeptWindow]
  | readonly ['redaction', RedactionLine]
  | readonly ['log', string]
  | readonly ['record', string, string];

type KeptFacts = Omit<CollectedResource, 'definition' | 'spool' | 'tally' | 'parents' | 'drift'> & {
  readonly parents: KeptParents;
  readonly drift: readonly DriftLine[];
};

/** Yields the lines of a resource. */
export async function* toPayload({ resource, window, log }: Payload): AsyncGenerator<string> {
  const { definition, spool, tally, drift, parents, observations, ...read } = resource;
  const { visibility } = observations;
  // Of the classes that observe, what they counted: each of their members is a plain value.
  const shown = visibility === undefined ? {} : { visibility: { ...visibility } };
  const observed = { ...observations, ...shown, parents: undefined };
  const firstPages = JSON.parse(JSON.stringify(read.firstPages)) as typeof read.firstPages;
  const kept = { ...read, firstPages, observations: observed };
  const facts: KeptFacts = { ...kept, parents: parents.kept, drift: drift.counts };
  const line = (entry: PayloadLine) => JSON.stringify(entry);
  for (const tree of toTreeLines(facts)) yield line(['fact', tree]);
  if (window !== undefined) yield line(['window', window]);
  for (const redaction of tally.lines()) yield line(['redaction', redaction]);
  for await (const attempt of log) yield line(['log', attempt]);
  for await (const lines of spool.sorted()) {
    for (const { key, line: text } of lines) yield line(['record', key, text]);
  }
}

/** A resource that was taken over, with the attempts that read it. */
export interface TakenResource {
  readonly resource: CollectedResource;
  readonly window: KeptWindow | undefined;
  readonly log: readonly CollectionLogLine[];
}

/** Returns what some lines say of a resource; `spool` takes its records, `definitions` are all that are read. @throws Unusable */
export async function fromPayload(
  definition: ResourceDefinition,
  lines: AsyncIterable<string>,
  { spool, definitions }: { readonly spool: LineSpool; readonly definitions: readonly ResourceDefinition[] },
): Promise<TakenResource> {
  const facts = new TreeReader();
  const tally = new RedactionTally(definition.name);
  const log: CollectionLogLine[] = [];
  let window: KeptWindow | undefined;
  for await (const text of lines) {
    const entry = JSON.parse(text) as PayloadLine;
    if (entry[0] === 'record') await spool.add({ key: entry[1], line: entry[2] });
    else if (entry[0] === 'fact') facts.take(entry[1]);
    else if (entry[0] === 'redaction') tally.restore(entry[1]);
    else if (entry[0] === 'log') log.push(JSON.parse(entry[1]));
    else window = entry[1];
  }
  if (facts.value === undefined) throw new Unusable('a file has no facts');
  const { parents: held, drift: drifted, ...kept } = facts.value as KeptFacts;
  const parents = new ParentBook(childNeedsOf(definition.name, definitions));
  parents.restore(held);
  const drift = new DriftTally();
  for (const { kind, pointer, count } of drifted) drift.add(kind, pointer, count);
  return { resource: { ...kept, definition, spool, tally, parents, drift }, window, log };
}
