/**
 * Whose requests go first. What Segment answers a few times a minute only takes its time, however fast the rest is: it
 * and all that it waits for must begin early. Such requests are few, so that they keep nobody else waiting. Pure.
 */
import { ownPlacesOf, parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';

/** Per request a minute fewer that the operation allows. */
const MOST_URGENT = 10_000;
/** What may be asked as often a minute as a connection may ask in all keeps no run waiting. */
const NOT_SLOW = 200;

/** Returns the urgency of each resource by name: the larger goes first. Parents must come before children. */
export function urgenciesOf(definitions: readonly ResourceDefinition[]): ReadonlyMap<string, number> {
  const urgencies = new Map<string, number>();
  const raise = (name: string, urgency: number) =>
    urgencies.set(name, Math.max(urgency, urgencies.get(name) ?? 0));
  for (const definition of [...definitions].reverse()) {
    const limits = ownPlacesOf(definition).map(({ requestsPerMinute = NOT_SLOW }) => requestsPerMinute);
    const slowest = Math.min(NOT_SLOW, ...limits);
    const own = slowest === NOT_SLOW ? 0 : Math.round(MOST_URGENT / slowest);
    raise(definition.name, own);
    const { otherSide } = definition;
    const above = [...parentsOf(definition), ...(otherSide === undefined ? [] : [otherSide.parent])];
    for (const { resource } of above) raise(resource, urgencies.get(definition.name) ?? 0);
  }
  return urgencies;
}
