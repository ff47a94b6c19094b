/**
 * What the records of one resource say about others: whom they name, how many they announce, who owns,
 * whose they are, when they were made. Only counted here; what it means is decided in
 * `evidence/plausibility.ts` and `evidence/contradictions.ts`.
 */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import type { Parent } from '../evidence/normalise.ts';
import type { Observations } from '../evidence/plausibility.ts';
import { type ChildNeed, ParentBook } from './parent-book.ts';
import { VisibilityTally } from './visibility-tally.ts';

const OWNER_ROLE = 'Workspace Owner';

/** What others want of the records of a resource: of a million records only that is kept. */
export interface Wanted {
  /** To be read under them. */
  readonly childNeeds?: readonly ChildNeed[];
  /** Whether anything is held against their ids; absent: yes. */
  readonly areIdsWanted?: boolean;
  /** Since when it matters when they were made, milliseconds since 1970; absent: always. */
  readonly madeSinceMs?: number;
}

/** Returns whether others name records of a resource by their ids. */
export function areNamed(name: string, definitions: readonly ResourceDefinition[]): boolean {
  return definitions.some(
    ({ references = [], voucher }) => voucher?.to === name || references.some(({ to }) => to === name),
  );
}

/** Takes note of each record of one resource. */
export class Observer implements Observations {
  readonly ids: string[] = [];
  readonly referenced = new Map<string, Set<string>>();
  readonly announced = new Map<string, number>();
  readonly perParent = new Map<string, number>();
  readonly tallies = new Map<string, number>();
  readonly foreign = new Map<string, number>();
  readonly createdAtMs: number[] = [];
  owners = 0;
  /** Records that name another parent than the one that they were listed under. */
  misplaced = 0;
  records = 0;
  /** Records without an id of their own. */
  withoutId = 0;
  /** Of a list that the server empties for a token without the right. */
  readonly visibility: VisibilityTally | undefined;
  /** What others are read under. */
  readonly parents: ParentBook;
  readonly #definition: ResourceDefinition;
  readonly #workspaceId: string;

  readonly #wanted: Wanted;

  /** `workspaceId` is that of the workspace that is read, as Segment gave it. */
  constructor(definition: ResourceDefinition, workspaceId: string, wanted: Wanted = {}) {
    this.#wanted = wanted;
    this.parents = new ParentBook(wanted.childNeeds ?? []);
    this.#definition = definition;
    this.visibility =
      definition.hideableField === undefined ? undefined : new VisibilityTally(definition.hideableField);
    this.#workspaceId = workspaceId;
  }

  /** Takes a record as Segment gave it, with its parent's id as the artifact has it. */
  note(record: unknown, parent: Parent | undefined): void {
    this.records += 1;
    this.parents.note(record, parent);
    const { references = [], counts, grants, tallied } = this.#definition;
    for (const value of Object.values(parent ?? {})) increase(this.perParent, value);
    const id = isObject(record) ? record['id'] : undefined;
    if (typeof id !== 'string') this.withoutId += 1;
    else if (this.#wanted.areIdsWanted !== false) this.ids.push(id);
    if (!isObject(record)) return;
    this.visibility?.note(record);
    for (const { field, in: place, to } of references) {
      const named = place === 'parent' ? parent?.[field] : record[field];
      if (typeof named === 'string' && named !== '') this.#reference(to, named);
    }
    if (counts !== undefined && typeof id === 'string') {
      const number = record[counts.field];
      if (typeof number === 'number') this.announced.set(id, number);
    }
    if (grants !== undefined && grantsOwnership(record[grants])) this.owners += 1;
    const value = tallied === undefined ? undefined : record[tallied];
    if (typeof value === 'string') increase(this.tallies, value);
  }

  /** Takes what was listed, also where the record is only a part of it: whose it is, and since when. */
  noteOrigin(listed: unknown, parent?: Parent): void {
    if (!isObject(listed)) return;
    const { workspaceId, createdAt } = listed;
    const createdAtMs = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
    if (createdAtMs >= (this.#wanted.madeSinceMs ?? Number.NEGATIVE_INFINITY))
      this.createdAtMs.push(createdAtMs);
    // An empty text names no workspace: so some servers write what they leave out.
    this.#noteParent(listed, parent);
    const isSilent = workspaceId === undefined || workspaceId === null || workspaceId === '';
    if (isSilent || workspaceId === this.#workspaceId) return;
    const { voucher } = this.#definition;
    const vouching = voucher?.path.reduce<unknown>(
      (value, name) => (isObject(value) ? value[name] : undefined),
      listed,
    );
    increase(this.foreign, typeof vouching === 'string' ? vouching : '');
  }

  /** What is listed under one record and names another as that was not listed in the place that was asked for. */
  #noteParent(listed: Readonly<Record<string, unknown>>, parent: Parent | undefined): void {
    for (const [field, id] of Object.entries(parent ?? {})) {
      const named = listed[field];
      if (typeof named === 'string' && named !== '' && named !== id) this.misplaced += 1;
    }
  }

  #reference(to: string, id: string): void {
    const known = this.referenced.get(to);
    if (known === undefined) this.referenced.set(to, new Set([id]));
    else known.add(id);
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function grantsOwnership(permissions: unknown): boolean {
  return (
    Array.isArray(permissions) &&
    permissions.some((permission) => isObject(permission) && permission['roleName'] === OWNER_ROLE)
  );
}
