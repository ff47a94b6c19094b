/** Stretches of time. Pure. */

/** Milliseconds since 1970; the end belongs to it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A stretch as answers have it: ISO 8601 in UTC. */
export interface SpanText {
  readonly from: string;
  readonly to: string;
}

/** Returns the stretches that several cover together, in order; those that touch are one. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = found.at(-1);
    if (last === undefined || span.fromMs > last.toMs) found.push(span);
    else found[found.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return found;
}

/** Returns what both cover. Each is in order and without overlap. */
export function common(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const [fromMs, toMs] = [Math.max(one.fromMs, other.fromMs), Math.min(one.toMs, other.toMs)];
      return fromMs < toMs ? [{ fromMs, toMs }] : [];
    }),
  );
}

/** Returns what of a stretch the others, in order and without overlap, leave open. */
export function holesIn({ fromMs, toMs }: Span, others: readonly Span[]): readonly Span[] {
  const holes: Span[] = [];
  let at = fromMs;
  for (const other of others) {
    if (other.fromMs > at && at < toMs) holes.push({ fromMs: at, toMs: Math.min(other.fromMs, toMs) });
    at = Math.max(at, other.toMs);
  }
  if (at < toMs) holes.push({ fromMs: at, toMs });
  return holes;
}

export const spanText = ({ fromMs, toMs }: Span): SpanText => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
