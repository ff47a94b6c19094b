/**
 * Takes known secrets out of a finished line, in every spelling that a program is likely to give them:
 * as they are, escaped in JSON, percent-encoded, in base64 at any offset. Pure.
 */

const MIN_LENGTH = 8;
const MARK = '[secret]';
/** JSON in a string in JSON: a body quoted in a message, quoted in the line. */
const JSON_DEPTH = 3;

/**
 * Returns a function that replaces every known secret in a text by `[secret]`.
 * Secrets are asked for at every call, so that one fetched later counts too; shorter than 8 characters
 * are left, since taking out `admin` or `1` would make the line useless and hide nothing.
 */
export function createScrubber(secrets: () => Iterable<string>): (text: string) => string {
  const spellingsBySecret = new Map<string, readonly string[]>();
  return (text) => {
    const found = new Set<string>();
    for (const secret of secrets()) {
      const known = spellingsBySecret.get(secret) ?? spellings(secret);
      spellingsBySecret.set(secret, known);
      for (const spelling of known) if (text.includes(spelling)) found.add(spelling);
    }
    // Longest first: otherwise a short secret inside a long one would leave the rest of the long one standing.
    const inOrder = [...found].sort((a, b) => b.length - a.length);
    return inOrder.reduce((line, spelling) => line.replaceAll(spelling, MARK), text);
  };
}

function spellings(secret: string): readonly string[] {
  const all = new Set<string>();
  for (const part of [secret, ...longLines(secret)]) {
    const plain = [part, percentEncoded(part), ...base64(part)];
    for (const text of plain) {
      let spelling = text;
      for (let depth = 0; depth <= JSON_DEPTH; depth += 1) {
        all.add(spelling);
        spelling = insideJson(spelling);
      }
    }
  }
  return [...all].filter((spelling) => spelling.length >= MIN_LENGTH);
}

/** Of a key in PEM each line is a secret of its own: a parser may quote just one. */
function longLines(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/);
  return lines.length > 1 ? lines.filter((line) => line.length >= 16 && !line.startsWith('-----')) : [];
}

function percentEncoded(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}

/** The characters of base64 that depend on this text alone, whatever stands before and after it. */
function base64(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const found: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const firstOwn = Math.ceil((offset * 8) / 6);
    const afterOwn = Math.floor(((offset + bytes.length) * 8) / 6);
    const own = encoded.slice(firstOwn, afterOwn);
    found.push(own, own.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return found;
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
