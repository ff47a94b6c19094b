/** The words and signs of a query, without its comments, each text and each quoted name one token. Pure. */

export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'number' | 'sign';
  /** A word in capitals, a quoted name in lower case, one sign. */
  readonly text: string;
}

/** What dialects disagree on. */
export interface SqlDialect {
  /** A backslash in a text escapes what follows. */
  readonly hasBackslashes: boolean;
  /** `#` begins a comment, and comments do not nest. */
  readonly hasHashComments: boolean;
}

/** Returns the tokens, or undefined where a text, a name or a comment does not end. */
export function tokensOf(query: string, dialect: SqlDialect): readonly SqlToken[] | undefined {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < query.length) {
    const rest = query.slice(at, at + 256);
    const start = query.charAt(at);
    let end: number | undefined;
    if (/\s/.test(start)) end = at + 1;
    else if (rest.startsWith('--') || rest.startsWith('//') || (start === '#' && dialect.hasHashComments)) {
      const line = query.indexOf('\n', at);
      end = line === -1 ? query.length : line;
    } else if (rest.startsWith('/*')) end = endOfComment(query, at, !dialect.hasHashComments);
    else if (rest.startsWith('{{') || rest.startsWith('{%')) {
      end = after(query, rest.startsWith('{{') ? '}}' : '%}', at);
      tokens.push({ kind: 'quoted', text: '' });
    } else if (/['"`]/.test(start)) {
      end = endOfText(query, at, start, dialect.hasBackslashes && start !== '`');
      if (end !== undefined)
        tokens.push({ kind: 'quoted', text: query.slice(at + 1, end - 1).toLowerCase() });
    } else {
      const token = tokenAt(query, at, rest);
      end = token?.end;
      if (token !== undefined) tokens.push(token);
    }
    if (end === undefined) return undefined;
    at = end;
  }
  return tokens;
}

function tokenAt(query: string, at: number, rest: string): (SqlToken & { readonly end: number }) | undefined {
  const dollar = /^\$\w*\$/.exec(rest)?.[0];
  if (dollar !== undefined) {
    const end = after(query, dollar, at + dollar.length);
    return end === undefined ? undefined : { kind: 'quoted', text: '', end };
  }
  const word = /^[\p{L}_@$][\p{L}\p{N}_$@]*/u.exec(rest)?.[0];
  if (word !== undefined) return { kind: 'word', text: word.toUpperCase(), end: at + word.length };
  const number = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(rest)?.[0];
  if (number !== undefined) return { kind: 'number', text: number, end: at + number.length };
  return { kind: 'sign', text: query.charAt(at), end: at + 1 };
}

function after(query: string, sign: string, from: number): number | undefined {
  const found = query.indexOf(sign, from);
  return found === -1 ? undefined : found + sign.length;
}

function endOfComment(query: string, at: number, nests: boolean): number | undefined {
  let depth = 1;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at + 2;
  for (let mark = marks.exec(query); mark !== null; mark = marks.exec(query)) {
    if (mark[0] === '*/') depth -= 1;
    else if (nests) depth += 1;
    if (depth === 0) return marks.lastIndex;
  }
  return undefined;
}

/** A doubled quote is one of the text. */
function endOfText(query: string, at: number, quote: string, hasBackslashes: boolean): number | undefined {
  for (let next = at + 1; next < query.length; next += 1) {
    const sign = query.charAt(next);
    if (sign === '\\' && hasBackslashes) next += 1;
    else if (sign === quote) {
      if (query.charAt(next + 1) !== quote) return next + 1;
      next += 1;
    }
  }
  return undefined;
}
