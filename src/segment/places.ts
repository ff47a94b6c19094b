/** The requests that a resource begins with: one as a rule, one for each variant of its list and each month. */
import type { PlaceDefinition } from '../../schemas/place.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ReadFacts } from '../evidence/read-facts.ts';
import { fillParams } from './path.ts';
import type { Place } from './place.ts';
import { periodsOf, spanOf } from './time-asked.ts';

/** The time that is asked for. Instants, ISO 8601 UTC. */
export type ReadWindow = NonNullable<ReadFacts['window']>;

/** What a run asks about, beside the resource itself. */
export interface Asking {
  readonly window?: ReadWindow | undefined;
  /** The instant that fixed stretches of time are counted back from, ISO 8601 UTC. */
  readonly askedAt: string;
  /** The larger goes first; see `urgency.ts`. */
  readonly urgency?: number | undefined;
}

/** What of a resource tells how one of its places is read. */
export type PlaceFacts = PlaceDefinition & Pick<ResourceDefinition, 'window' | 'repeatsAreNormal'>;

/** Returns a place with what of the whole resource holds there too. */
export function placeFacts(
  { window, repeatsAreNormal }: ResourceDefinition,
  part: PlaceDefinition,
): PlaceFacts {
  return {
    ...part,
    ...(window === undefined ? {} : { window }),
    ...(repeatsAreNormal === undefined ? {} : { repeatsAreNormal }),
  };
}

/** Returns what is asked at a place. `params` are those that come from a parent. @throws SegmentError BAD_SHAPE */
export function placesAt(
  definition: PlaceFacts,
  asking: Asking,
  params: Readonly<Record<string, string>> = {},
): readonly Place[] {
  const { path, query } = fillParams(definition.path, params);
  const fixed = { ...definition.query, ...query, ...timesOf(definition, asking) };
  return variantsOf(definition, asking.askedAt).map((variant) => ({
    ...definition,
    path,
    query: { ...fixed, ...variant },
    priority: asking.urgency,
  }));
}

function timesOf({ window, span }: PlaceFacts, { window: asked, askedAt }: Asking): Record<string, string> {
  return {
    ...(span === undefined ? {} : spanOf(span, askedAt)),
    ...(window === undefined || asked === undefined
      ? {}
      : { [window.from]: asked.from, [window.to]: asked.to }),
  };
}

/** What differs between the requests. */
function variantsOf({ variants, period }: PlaceFacts, askedAt: string): readonly Record<string, string>[] {
  const values =
    variants === undefined ? [{}] : variants.values.map((value) => ({ [variants.param]: value }));
  const months =
    period === undefined ? [{}] : periodsOf(period, askedAt).map((day) => ({ [period.param]: day }));
  return values.flatMap((value) => months.map((month) => ({ ...value, ...month })));
}
