/** Which events of the audit trail say who made a change. Pure. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { LARGEST_SKEW_MS } from '../../../schemas/manifest.ts';
import { compilePolicy } from '../../../schemas/policy.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';
import type { Difference } from './differences.ts';
import { type AuditEvent, brings, type EventKinds, isChange, takes } from './event-kinds.ts';
import type { Span } from './spans.ts';

/** Finds the events that are about a record. */
export class EventIndex {
  readonly #bySubject = new Map<string, AuditEvent[]>();
  readonly #kinds: EventKinds;
  readonly #workspaceId: string | undefined;

  constructor(events: readonly AuditEvent[], kinds: EventKinds, workspaceId: string | undefined) {
    this.#kinds = kinds;
    this.#workspaceId = workspaceId;
    for (const event of events) {
      if (!isChange(event)) continue;
      for (const subject of subjectsOf(event)) {
        const known = this.#bySubject.get(subject);
        if (known === undefined) this.#bySubject.set(subject, [event]);
        else known.push(event);
      }
    }
  }

  /** Returns the events of a stretch of time that explain a difference, oldest first. Two clocks may differ a little. */
  explaining(
    { kind, record }: Difference,
    definition: ResourceDefinition,
    span: Span,
  ): readonly AuditEvent[] {
    return this.explainingKeys({ kind, keys: keysOf(record, definition), resource: definition.name }, span);
  }

  /** The same, where no more than what an event may name is known of the record. */
  explainingKeys({ kind, keys, resource }: KeyedDifference, { fromMs, toMs }: Span): readonly AuditEvent[] {
    const { own, related } = keys;
    const found = new Set<AuditEvent>();
    const look = (subject: string, fits: (event: AuditEvent) => boolean) => {
      for (const event of this.#bySubject.get(subject) ?? []) {
        const isThen = event.atMs >= fromMs - LARGEST_SKEW_MS && event.atMs <= toMs + LARGEST_SKEW_MS;
        if (isThen && fits(event)) found.add(event);
      }
    };
    const isOfKind = (event: AuditEvent) => this.#kinds.resourcesOf(event)?.has(resource) ?? true;
    for (const subject of own) {
      look(
        subject,
        (event) =>
          isOfKind(event) || (kind === 'removed' && takes(event)) || (kind === 'added' && brings(event)),
      );
    }
    // With what it belonged to, it went too.
    if (kind === 'removed') for (const subject of related) look(subject, takes);
    if (this.#workspaceId !== undefined && resource !== 'workspace') {
      // Some events name the workspace and no record: an invitation to it.
      look(this.#workspaceId, (event) => this.#kinds.resourcesOf(event)?.has(resource) === true);
    }
    return [...found].sort((one, other) => one.atMs - other.atMs);
  }
}

/** A difference by what events may name of its record. */
export interface KeyedDifference {
  readonly kind: Difference['kind'];
  readonly resource: string;
  readonly keys: Keys;
}

/** What an event names: an id, or the address of a person. */
function subjectsOf({ resourceId, resourceName }: AuditEvent): readonly string[] {
  const address = resourceName.includes('@') ? [resourceName.toLowerCase()] : [];
  return [...new Set([resourceId.includes('@') ? resourceId.toLowerCase() : resourceId, ...address])];
}

export interface Keys {
  /** Of the record itself and of what its id is made of. */
  readonly own: ReadonlySet<string>;
  /** Of records that it refers to. */
  readonly related: ReadonlySet<string>;
}

/** Returns what events may name of a record. */
export function keysOf({ id, data, parent = {} }: StoredRecord, definition: ResourceDefinition): Keys {
  const parts = definition.id.length === 1 ? [] : id.split('/').map(decoded);
  const own = [id, ...parts, ...Object.values(parent), ...loginsOf(data, definition)];
  const related = (definition.references ?? []).flatMap(({ field, in: place }) => {
    const value = place === 'data' ? data[field] : parent[field];
    return typeof value === 'string' ? [value] : [];
  });
  const keys = (texts: readonly string[]) =>
    new Set(texts.filter(Boolean).map((text) => (text.includes('@') ? text.toLowerCase() : text)));
  return { own: keys(own), related: keys(related) };
}

function decoded(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%');
}

/** The addresses of a person, as their schema marks them. */
function loginsOf(data: StoredRecord['data'], { record }: ResourceDefinition): readonly string[] {
  const policy = compilePolicy(record);
  if (policy.kind !== 'object') return [];
  return [...policy.fields].flatMap(([name, { kind }]) => {
    const value = data[name];
    return kind === 'login' && typeof value === 'string' ? [value] : [];
  });
}
