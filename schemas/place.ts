/**
 * What a place of the API is that a resource is read from: its path, how it pages, what it is read under, and which
 * time it is asked about. Facts only; reading by them is in `src/segment/`.
 */

/** Where the value of one part of an id, or of a path parameter, comes from. */
export interface IdPart {
  readonly from: 'data' | 'parent';
  /** A field, or several names joined by dots for one inside another: `source.id`. */
  readonly field: string;
  /** Fields that stand for it, in this order, where a record has it not: some lists name things otherwise. */
  readonly orFields?: readonly string[];
  /** Stands for the field where a record has none. */
  readonly whenMissing?: string;
  /** The field holds a number, such as a version. */
  readonly isNumber?: boolean;
}

/** One parameter that a request under a parent takes from the parent's record. */
export interface ParentParam extends IdPart {
  /** Member of `parent` that holds it in the record's line; default: the parameter's name. */
  readonly as?: string;
}

/**
 * What a resource is read under: one request, or list, for each record of another resource. A parameter that the path
 * has not, such as `sourceId` of `/destinations/{destinationId}/delivery-metrics`, goes into the query.
 */
export interface ParentDefinition {
  /** The resource whose records are the parents. */
  readonly resource: string;
  /** Parameter that takes the parent's `id`, such as `sourceId`. */
  readonly param?: string;
  /** Member of `parent` that holds it; default: the name of the parameter. */
  readonly as?: string;
  /**
   * In place of `param`, parameters by name, from fields of the parent's record (`data`) or of what that was read
   * under itself (`parent`):
   *
   *     { warehouseId: { from: 'parent', field: 'warehouseId' }, sourceId: { from: 'data', field: 'id' } }
   */
  readonly params?: Readonly<Record<string, ParentParam>>;
  /** Only those records are parents; `parents.total` counts them. */
  readonly where?: WhereDefinition;
}

/** Which records of a resource others are read under. */
export interface WhereDefinition {
  /** A field of the record, or several names joined by dots: `metadata.actions`. */
  readonly field: string;
  /** The texts that it may have. Without: anything but null, an empty text and an empty list. */
  readonly in?: readonly string[];
}

/**
 * A fixed stretch of time: so many whole UTC days up to the midnight before the run, so that all runs of a day ask the
 * same. Unlike a window it does not continue where the last run ended: each run stands alone.
 */
export interface SpanDefinition {
  /** Query parameters for the start and the end, both as ISO 8601 instants. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** Asked for by month: this one, and the last one as well while this one is that young. Months are UTC. */
export interface PeriodDefinition {
  /** Query parameter that takes the month's first day: `2026-11-01`. */
  readonly param: string;
  /** Up to this day of the month the last month is asked for too: its figures may still change. */
  readonly lastUntilDay: number;
  /** The field with the day of a record. Days that are not over are left out: their figures still grow. */
  readonly day?: string;
}

/** One of several lists in one answer, each with its own cursor. */
export interface StreamDefinition {
  /** Member of `data` that holds the list. */
  readonly key: string;
  /** Member of `data` that holds its paging, and what its query parameters begin with: `sourcesPagination`. */
  readonly pagination: string;
  /** What its records are marked with. */
  readonly as: string;
}

/** What tells a place of the API that is read. A resource has one, and perhaps more in `alsoAt`. */
export interface PlaceDefinition {
  readonly operationId: string;
  /** Path with `{param}` for what comes from the parent. */
  readonly path: string;
  /** At `data[key]` there is: one object (`item`), pages of them (`list`), or all at once (`array`). */
  readonly shape: 'item' | 'list' | 'array';
  /** Empty: `data` itself is the object. */
  readonly key: string;
  readonly parent?: ParentDefinition;
  /** Sent with each request. */
  readonly query?: Readonly<Record<string, string>>;
  readonly span?: SpanDefinition;
  readonly period?: PeriodDefinition;
  /** The list must be asked for once for each value of this query parameter. */
  readonly variants?: { readonly param: string; readonly values: readonly string[] };
  /**
   * How pages are asked for. Default: `pagination.count` and `pagination.cursor`. `flat`: `count` and `cursor`.
   * `numeric`: as by default, and cursors are numbers.
   */
  readonly paging?: 'flat' | 'numeric';
  /** The largest page that the operation gives. Pages are `collect.pageSize` large, but never larger than this. */
  readonly pageMax?: number;
  /** Pages are always this large, whatever `collect.pageSize` says: the answer tells of no next one. */
  readonly fixedPageSize?: number;
  /** The answer may leave out `pagination`; then it is the only page. */
  readonly hasOptionalPages?: boolean;
  /** In place of the one list at `key` there are several, read together; each record is marked by `mark`. */
  readonly streams?: readonly StreamDefinition[];
  /** What the list says of its total is no more than an upper bound, and nothing is held against it. */
  readonly hasRoughTotal?: boolean;
  /** 404 means that there is none, which is no gap: of a source without a live plugin, for one. */
  readonly missingIsNone?: boolean;
  /** A documented limit of this operation, in requests a minute; none: the connection's own pace. */
  readonly requestsPerMinute?: number;
  /** Where the records come from several places or streams: what those of this one are marked with. */
  readonly as?: string;
}

/** Returns the parameters that a request takes from its parent, by name. */
export function paramsOf({ param, as, params }: ParentDefinition): Readonly<Record<string, ParentParam>> {
  if (params !== undefined) return params;
  if (param === undefined) return {};
  return { [param]: { from: 'data', field: 'id', ...(as === undefined ? {} : { as }) } };
}

/** Returns the members of `parent` in a record's line. */
export function parentFields(parent: ParentDefinition): readonly string[] {
  return Object.entries(paramsOf(parent)).map(([name, { as }]) => as ?? name);
}
