/** Instants in query parameters. */
import { invalid, type Refusal } from '../replies.ts';
import type { RouteContext } from './route.ts';

/** Returns the instant a parameter gives, a default when it is not sent, or the 422 of a text that is no time. */
export function timeOf({ query }: RouteContext, name: string, otherwise: Date): Date | Refusal {
  const text = query.get(name);
  if (text === undefined) return otherwise;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? invalid(name, 'must be an ISO 8601 date and time') : at;
}
