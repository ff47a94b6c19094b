/** Whose pace and concurrency is in force where a connection borrows another's, of either type. */
import type { Origin } from './effective.ts';

interface Limited {
  readonly name: string;
  readonly shareLimitsWith?: string;
  readonly concurrency: number;
  readonly requestsPerMinute: number;
}

interface Resolved<Connection extends Limited> {
  readonly connection: Connection;
  readonly origins: ReadonlyMap<string, Origin>;
}

const BORROWED = ['concurrency', 'requestsPerMinute'];

/** Returns the connections with the limits of those that they borrow from. `all`: whom they may borrow from. */
export function borrowLimits<Connection extends Limited>(
  connections: readonly Resolved<Connection>[],
  all: readonly Resolved<Limited>[],
): readonly Resolved<Connection>[] {
  const byName = new Map(all.map((each) => [each.connection.name, each]));
  return connections.map((borrower) => {
    const lender = byName.get(borrower.connection.shareLimitsWith ?? '');
    if (lender === undefined) return borrower;
    const { concurrency, requestsPerMinute } = lender.connection;
    const origins = new Map(borrower.origins);
    for (const name of BORROWED) origins.set(name, lender.origins.get(name) ?? { kind: 'default' });
    return { connection: { ...borrower.connection, concurrency, requestsPerMinute }, origins };
  });
}
