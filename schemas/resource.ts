/**
 * What a resource is: a handful of facts about one kind of thing that Segment's API lists.
 * Everything else (order of reading, access map, redaction, published JSON Schema, coverage)
 * derives from these facts. Source of the facts: Segment's Public API reference.
 */
import type * as z from 'zod';
import { identifier } from './policy.ts';

/** Where the value of one part of an id, or of a path parameter, comes from. */
export interface IdPart {
  readonly from: 'data' | 'parent';
  readonly field: string;
  /** Stands for the field where a record has none. */
  readonly whenMissing?: string;
  /** The field holds a number, such as a version. */
  readonly isNumber?: boolean;
}

export interface ParentDefinition {
  /** The resource whose records are the parents. */
  readonly resource: string;
  /** Path parameter that takes the parent's id, such as `sourceId`. */
  readonly param: string;
  /** Member of `parent` that holds it; default: the name of the path parameter. */
  readonly as?: string;
}

/** Where one record can be asked for by its id. */
export interface LookUpDefinition {
  readonly operationId: string;
  readonly path: string;
  /** Member of `data` that holds the record. */
  readonly key: string;
  /** Path parameter that takes the record's own `id`. */
  readonly param: string;
}

/** A second request per record, made only when the list leaves a field out. */
export interface DetailDefinition extends LookUpDefinition {
  /** The field whose absence from a listed record makes the request necessary. */
  readonly whenMissing: string;
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

export interface ResourceDefinition {
  readonly name: string;
  /** Raised when a record of the same thing would come out differently. */
  readonly schemaVersion: number;
  /** One sentence: what a reviewer learns from it. */
  readonly purpose: string;
  readonly operationId: string;
  /** Path with `{param}` for the parent's id. */
  readonly path: string;
  /** At `data[key]` there is: one object (`item`), pages of them (`list`), or all at once (`array`). */
  readonly shape: 'item' | 'list' | 'array';
  readonly key: string;
  readonly parent?: ParentDefinition;
  readonly otherSide?: OtherSideDefinition;
  readonly detail?: DetailDefinition;
  /** Where a record is asked for that others name and the list has not. Default: as `detail`. */
  readonly lookUp?: LookUpDefinition;
  readonly window?: WindowDefinition;
  /** The list must be asked for once for each value of this query parameter. */
  readonly variants?: { readonly param: string; readonly values: readonly string[] };
  /** The answer may leave out `pagination`; then it is the only page. */
  readonly hasOptionalPages?: boolean;
  /** Items are plain text; each is a record with this one field. */
  readonly wrap?: string;
  /** Items hold several records each: one for every member of `field`, which is called `as` there. */
  readonly explode?: { readonly field: string; readonly as: string };
  /** Without this feature of the workspace the API does not answer; named as `features` of a connection has it. */
  readonly feature?: string;
  /** How Segment itself calls the operation, where it promises less than for a stable one. */
  readonly stability?: 'alpha' | 'beta';
  /** The least role that reads it whole, in Segment's own role names. */
  readonly role: string;
  /** A documented limit of this operation, in requests a minute; none: the connection's own pace. */
  readonly requestsPerMinute?: number;
  /** Unique in the resource. One part: verbatim. Several: percent-encoded and joined with `/`. */
  readonly id: readonly [IdPart, ...IdPart[]];
  readonly record: z.ZodObject;
  readonly hideableField?: HideableField;
  /** An empty population is implausible: every workspace has at least one. */
  readonly isNeverEmpty?: boolean;
  /** Read only where `collect.include` names it: slow, or rarely wanted. */
  readonly isOptIn?: boolean;
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

/** Returns where a resource is read, all its operations. */
export function placesOf(
  definition: ResourceDefinition,
): readonly Pick<LookUpDefinition, 'operationId' | 'path'>[] {
  const { detail, lookUp, otherSide } = definition;
  return [definition, detail, lookUp, otherSide].filter((place) => place !== undefined);
}

/** Returns the operations that read a resource, all of them. */
export function operationIdsOf(definition: ResourceDefinition): readonly string[] {
  return [...new Set(placesOf(definition).map(({ operationId }) => operationId))];
}

/** Returns where a record of a resource can be asked for by its id. */
export function lookUpOf({ lookUp, detail }: ResourceDefinition): LookUpDefinition | undefined {
  return lookUp ?? detail;
}

/** Returns the member of `parent` that holds the parent's id. */
export function parentField({ param, as }: ParentDefinition): string {
  return as ?? param;
}
