/** Finding one's way in the tokens of a query: names, signs, and what stands outside of any parentheses. Pure. */
import type { SqlToken } from './sql-tokens.ts';

/** A query that is not read by this: said of nothing. */
export class UnreadQuery extends Error {}

export function nameOf(token: SqlToken | undefined): string | undefined {
  return token?.kind === 'word' || token?.kind === 'quoted' ? token.text.toLowerCase() : undefined;
}

export function isWord(token: SqlToken | undefined, words: RegExp): boolean {
  return token?.kind === 'word' && words.test(token.text);
}

export function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}

export function withoutFirst(tokens: readonly SqlToken[], words: RegExp): readonly SqlToken[] {
  return isWord(tokens[0], words) ? tokens.slice(1) : tokens;
}

/** The first token outside of any parentheses that is meant. */
export function atDepth(
  tokens: readonly SqlToken[],
  from: number,
  isMeant: (token: SqlToken, at: number) => boolean,
): number | undefined {
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (isSign(token, '(')) at = closing(tokens, at);
    else if (token !== undefined && isMeant(token, at)) return at;
  }
  return undefined;
}

export function splitAt(
  tokens: readonly SqlToken[],
  isMeant: (token: SqlToken, at: number) => boolean,
): readonly (readonly SqlToken[])[] {
  const parts: (readonly SqlToken[])[] = [];
  let from = 0;
  for (let at = atDepth(tokens, 0, isMeant); at !== undefined; at = atDepth(tokens, from, isMeant)) {
    parts.push(tokens.slice(from, at));
    from = at + 1;
  }
  return [...parts, tokens.slice(from)];
}

/** @throws Unread where it has no end. */
export function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSign(tokens[at], '(')) depth += 1;
    else if (isSign(tokens[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  throw new UnreadQuery();
}

/** Where the parentheses begin that end here; what stands in them is nested no deeper than the rest. */
export function opening(tokens: readonly SqlToken[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    if (isSign(tokens[at], ')')) depth += 1;
    else if (isSign(tokens[at], '(')) depth -= 1;
    if (depth === 0) return at;
  }
  throw new UnreadQuery();
}
