/**
 * What a resource is: a handful of facts about one kind of thing that Segment's API lists.
 * Everything else (order of reading, access map, redaction, published JSON Schema, coverage)
 * derives from these facts. Source of the facts: Segment's Public API reference.
 */
import type { z } from 'zod';

/** Where the value of one part of an id, or of a path parameter, comes from. */
export type IdPart = { readonly from: 'data' | 'parent'; readonly field: string };

export interface ParentDefinition {
  /** The resource whose records are the parents. */
  readonly resource: string;
  /** Path parameter and member of `parent` that holds the parent's id, such as `sourceId`. */
  readonly param: string;
}

/** A second request per record, made only when the list leaves a field out. */
export interface DetailDefinition {
  readonly operationId: string;
  readonly path: string;
  /** Member of `data` that holds the record. */
  readonly key: string;
  /** Path parameter that takes the record's own `id`. */
  readonly param: string;
  /** The field whose absence from a listed record makes the request necessary. */
  readonly whenMissing: string;
}

/** A list that the API empties, without an error, for a token that may not see it. */
export interface EmptiedDefinition {
  readonly field: string;
  /** Records whose field at this path holds this value are empty legitimately. */
  readonly unless: { readonly path: readonly string[]; readonly equals: unknown };
  /** What the token needs, in Segment's own role names. */
  readonly role: string;
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
  /** `item`: one object at `data[key]`. `list`: pages of objects at `data[key]`. */
  readonly shape: 'item' | 'list';
  readonly key: string;
  readonly parent?: ParentDefinition;
  readonly detail?: DetailDefinition;
  /** The least role that reads it whole, in Segment's own role names. */
  readonly role: string;
  /** A documented limit of this operation, in requests a minute; none: the connection's own pace. */
  readonly requestsPerMinute?: number;
  /** Unique in the resource. One part: verbatim. Several: percent-encoded and joined with `/`. */
  readonly id: readonly [IdPart, ...IdPart[]];
  readonly record: z.ZodObject;
  readonly emptied?: EmptiedDefinition;
  /** An empty population is implausible: every workspace has at least one. */
  readonly isNeverEmpty?: boolean;
  /** Read only where `collect.include` names it: slow, or rarely wanted. */
  readonly isOptIn?: boolean;
  /** Pages may repeat records without anything being wrong. */
  readonly repeatsAreNormal?: boolean;
}

/** Returns the definition as given; its place in the code is what makes a resource easy to find. */
export function defineResource<const D extends ResourceDefinition>(definition: D): D {
  return definition;
}
