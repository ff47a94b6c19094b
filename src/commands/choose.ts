/** Which connections and resources a command line names. */
import type { EffectiveConnection, LoadedConfig, SendingConnection } from '../config/effective.ts';
import { UsageError } from '../errors.ts';

/**
 * Returns the named connections that read evidence, or all of them when none is named.
 * @throws UsageError for a name that the configuration does not have, and when nothing reads evidence
 */
export function chooseConnections(
  { connections, senders }: Pick<LoadedConfig, 'connections' | 'senders'>,
  names: readonly string[],
): readonly EffectiveConnection[] {
  if (names.length === 0 && connections.length === 0) throw nothingToRead();
  if (names.length === 0) return connections;
  return names.map((name) => {
    const found = connections.find((connection) => connection.name === name);
    if (found !== undefined) return found;
    if (senders.some((sender) => sender.name === name)) throw onlySends(name);
    if (connections.length === 0) throw nothingToRead();
    return refuseName(name, connections);
  });
}

/** Returns the named connections of either type, or all of them. @throws UsageError for a name of none */
export function chooseOfBothTypes(
  { connections, senders }: Pick<LoadedConfig, 'connections' | 'senders'>,
  names: readonly string[],
): readonly (EffectiveConnection | SendingConnection)[] {
  const all = [...connections, ...senders];
  if (names.length === 0) return all;
  return names.map((name) => all.find((each) => each.name === name) ?? refuseName(name, all));
}

function refuseName(name: string, known: readonly { readonly name: string }[]): never {
  throw new UsageError({
    message: `choose connection: ${name}: expected one of ${known.map((each) => each.name).join(', ')}`,
    hint: 'Use the name of a connection in the configuration.',
  });
}

function onlySends(name: string): UsageError {
  return new UsageError({
    message: `choose connection: ${name}: expected a connection that reads evidence, got a write-key connection, which only sends`,
    hint: `Send a test message through it with segment-evidence canary ${name}, or look at it without sending: segment-evidence test ${name}.`,
  });
}

function nothingToRead(): UsageError {
  return new UsageError({
    message:
      'choose connection: expected one that reads evidence (type public-api), got write-key connections alone: there is nothing to collect',
    hint: 'Add a connection with a token: segment-evidence init --add.',
  });
}

/** Returns resource names from `a,b` lists. @throws UsageError for a resource that does not exist */
export function chooseResources(given: readonly string[], known: readonly string[]): readonly string[] {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim());
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UsageError({
      message: `choose resource: ${name || '(empty)'}: expected one of ${known.join(', ')}`,
      hint: 'Use the names of resources in the evidence, separated by commas.',
    });
  }
  return names;
}

/** Returns an instant as the records write it. @throws UsageError when it is not one */
export function toInstant(text: string, option: string): string {
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  if (isInstant && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)))
    return new Date(text).toISOString();
  throw new UsageError({
    message: `read ${option}: expected an instant such as 2026-11-22T03:00:00Z, got something else`,
    hint: 'Add the time zone: Z for UTC, or +02:00.',
  });
}

/** The 30th of February would else quietly be the 2nd of March. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
