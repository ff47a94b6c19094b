/**
 * What a resource is: a handful of facts about one kind of thing that Segment's API lists.
 * Everything else (order of reading, access map, redaction, published JSON Schema, coverage)
 * derives from these facts. Source of the facts: Segment's Public API reference.
 */
import type * as z from 'zod';
import type { IdPart, ParentDefinition, PlaceDefinition } from './place.ts';
import { identifier } from './policy.ts';

/** Where one record can be asked for by its id. */
export interface LookUpDefinition {
  readonly operationId: string;
  readonly path: string;
  /** Member of `data` that holds the record. */
  readonly key: string;
  /** Path parameter that takes the record's own `id`. Others are those that the list was read with. */
  readonly param: string;
}

/** A second request per record, made only when the list leaves a field out. */
export interface DetailDefinition extends LookUpDefinition {
  /** The field whose absence from a listed record makes the request necessary. */
  readonly whenMissing: string;
  /** The answer adds to the listed record; otherwise it takes its place. */
  readonly isMerged?: boolean;
  /** Made only where `collect.include` names the resource, for this reason; the list is read all the same. */
  readonly optIn?: OptIn;
}

/** The same relation read from its other end, for when that takes fewer requests. */
export interface OtherSideDefinition {
  readonly operationId: string;
  readonly path: string;
  readonly key: string;
  readonly parent: ParentDefinition;
}

/** A resource that is read by time. Each run continues where the last one ended. */
export interface WindowDefinition {
  /** Query parameters for the start and the end, both as ISO 8601 instants. */
  readonly from: string;
  readonly to: string;
  /** The field of a record that holds its time. */
  readonly field: string;
  /** How far back the API remembers. */
  readonly days: number;
}

/** A field that names a record of another resource. */
export interface ReferenceDefinition {
  readonly field: string;
  readonly in: 'data' | 'parent';
  readonly to: string;
}

/**
 * A list that the API empties, without an error, for a token that may not see what is in it. Which records
 * have something in it is known of some kinds only; of any other kind nothing is concluded.
 */
export interface HideableField {
  readonly field: string;
  /** Records with this value at this path mostly have something: doubted together, or against before. */
  readonly mostly: { readonly path: readonly string[]; readonly equals: unknown };
  /** Of the others, those with one of these words, in any case, in the list at this path: always something. */
  readonly always: { readonly path: readonly string[]; readonly words: readonly string[] };
}

/** Why a resource is read only where `collect.include` names it. */
export type OptIn =
  /** Segment answers it twice a minute, or hardly more often. */
  | 'slow'
  /** Reading it makes Segment do something. */
  | 'active'
  /** Reading it leaves an event of its own in the audit trail. */
  | 'noisy'
  /** Its records are about the customer's own customers. */
  | 'customer-data'
  /** So many records, or different ones each day without meaning, that few want them. */
  | 'large';

export interface ResourceDefinition extends PlaceDefinition {
  readonly name: string;
  /** Raised when a record of the same thing would come out differently. */
  readonly schemaVersion: number;
  /** One sentence: what a reviewer learns from it. */
  readonly purpose: string;
  /** More places whose records belong to it, read one after another; each needs its `as`, and so does the first. */
  readonly alsoAt?: readonly PlaceDefinition[];
  /** The field that holds the mark (`as`) of the place or stream that a record is from. Not Segment's own. */
  readonly mark?: string;
  /**
   * The field of the parent's record that brings the records along. They are asked for only where it is not a list;
   * name in the parent's `query` what makes it come.
   */
  readonly within?: { readonly field: string };
  readonly otherSide?: OtherSideDefinition;
  readonly detail?: DetailDefinition;
  /** Where a record is asked for that others name and the list has not. Default: as `detail`. */
  readonly lookUp?: LookUpDefinition;
  readonly window?: WindowDefinition;
  /** Items are plain text; each is a record with this one field. */
  readonly wrap?: string;
  /** Items hold several records each: one for every member of `field`, which is called `as` there. */
  readonly explode?: { readonly field: string; readonly as: string };
  /** Without this feature of the workspace the API does not answer; named as `features` of a connection has it. */
  readonly feature?: string;
  /**
   * Segment need not offer it to each workspace that has what it is read under. Where everything that is asked is
   * answered as not there, and it never was otherwise, that is said and is no gap.
   */
  readonly whereOffered?: true;
  /** How Segment itself calls the operation, where it promises less than for a stable one. */
  readonly stability?: 'alpha' | 'beta';
  /** The least role that reads it whole, in Segment's own role names. */
  readonly role: string;
  /** Unique in the resource. One part: verbatim. Several: percent-encoded and joined with `/`. */
  readonly id: readonly [IdPart, ...IdPart[]];
  readonly record: z.ZodObject;
  readonly hideableField?: HideableField;
  /** An empty population is implausible: every workspace has at least one. */
  readonly isNeverEmpty?: boolean;
  /** Read only where `collect.include` names it, for this reason. */
  readonly optIn?: OptIn;
  /** Pages may repeat records without anything being wrong. */
  readonly repeatsAreNormal?: boolean;
  /** What is named here and the other resource does not list is looked up: its list may be filtered. */
  readonly references?: readonly ReferenceDefinition[];
  /**
   * The record of another resource, named at this path, that shows a record to be this workspace's though
   * it names another one.
   */
  readonly voucher?: { readonly path: readonly string[]; readonly to: string };
  /** A field that says how many records of another resource this one has, perhaps with those of a second. */
  readonly counts?: { readonly field: string; readonly of: string; readonly orWith?: string };
  /** The field with permissions among which, over all resources that have one, an owner's must be. */
  readonly grants?: string;
  /** Families of audit events by which such records go: their last words. Without any, far fewer than before are implausible. */
  readonly goneBy?: readonly string[];
  /**
   * What the audit trail calls its records, in the type of an event or as the type of its resource: `name` where the
   * event is about one of them, `also` where it is about something that they are part of, or that changes with them.
   * Without any, no event is known that would say of them what happened.
   */
  readonly auditedAs?: { readonly name?: readonly string[]; readonly also?: readonly string[] };
  /** Its records are what happened, not how something is set up: that there are new ones is no change. */
  readonly isActivity?: true;
  /** Records are counted by the value of this field, to see what happened. */
  readonly tallied?: string;
}

/**
 * Returns the definition, with `workspaceId` among the fields of its records: Segment sends it with records
 * of many kinds, also where its reference does not name it.
 */
export function defineResource<const D extends ResourceDefinition>(definition: D): D {
  const { record } = definition;
  if ('workspaceId' in record.shape) return definition;
  return { ...definition, record: record.extend({ workspaceId: identifier().optional() }) };
}

/** Returns the places whose records make up a resource, the first one first. */
export function ownPlacesOf(definition: ResourceDefinition): readonly PlaceDefinition[] {
  return [definition, ...(definition.alsoAt ?? [])];
}

/** Returns where a resource is read, all its operations. */
export function placesOf(
  definition: ResourceDefinition,
): readonly Pick<LookUpDefinition, 'operationId' | 'path'>[] {
  const { detail, lookUp, otherSide, alsoAt = [] } = definition;
  return [definition, ...alsoAt, detail, lookUp, otherSide].filter((place) => place !== undefined);
}

/** Returns the operations that read a resource, all of them. */
export function operationIdsOf(definition: ResourceDefinition): readonly string[] {
  return [...new Set(placesOf(definition).map(({ operationId }) => operationId))];
}

/** Returns where a record of a resource can be asked for by its id. */
export function lookUpOf({ lookUp, detail }: ResourceDefinition): LookUpDefinition | undefined {
  return lookUp ?? detail;
}

/** Returns the resources that one is read under, its own parent first. */
export function parentsOf(definition: ResourceDefinition): readonly ParentDefinition[] {
  return ownPlacesOf(definition).flatMap(({ parent }) => parent ?? []);
}

/** Requests a minute at which a resource counts as slow. */
const SLOW_PER_MINUTE = 2;

/** Returns the lane of a resource: slow ones are paced apart and take minutes. */
export function laneOf(definition: ResourceDefinition): 'standard' | 'slow' {
  const isSlow = ownPlacesOf(definition).some(
    ({ requestsPerMinute = Number.POSITIVE_INFINITY }) => requestsPerMinute <= SLOW_PER_MINUTE,
  );
  return isSlow ? 'slow' : 'standard';
}
