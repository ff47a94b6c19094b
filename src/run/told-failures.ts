/**
 * What this process has told about runs of which nothing could be committed. No record of them can be kept, so a
 * process that tries again every few minutes remembers it here, and a store that is down for a night is told once.
 */
export class ToldFailures {
  readonly #toldMs = new Map<string, number>();

  /** Whether a channel heard of this connection's failure less than its reminder interval ago. */
  isTold(
    connection: string,
    channel: string,
    { atMs, reminderHours }: { atMs: number; reminderHours: number },
  ) {
    const told = this.#toldMs.get(keyOf(connection, channel));
    return told !== undefined && atMs - told < reminderHours * 60 * 60 * 1000;
  }

  remember(connection: string, channel: string, atMs: number): void {
    this.#toldMs.set(keyOf(connection, channel), atMs);
  }

  /** Forgets a connection of which something was committed again: the next failure is told anew. */
  forget(connection: string): void {
    for (const key of this.#toldMs.keys())
      if (key.startsWith(keyOf(connection, ''))) this.#toldMs.delete(key);
  }
}

const keyOf = (connection: string, channel: string) => `${connection}\0${channel}`;
