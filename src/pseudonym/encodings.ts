/** How a text may stand in another one: percent-encoded, in base64, as escapes of JSON or of HTML. Pure. */

/** One way to write a text within another. */
interface Encoding {
  /** Pieces that may be written in it: each character of a text is in one of them at most, so that no text makes this slow. */
  readonly pattern: RegExp;
  /** What stands in a piece that is. */
  readonly mark: RegExp;
  /** Returns undefined for what is not written in it. */
  decode(piece: string): string | undefined;
  /** `piece`: as it was written before. */
  encode(text: string, piece: string): string;
}

const HALF = /\p{Surrogate}/u;

const ENCODINGS: readonly Encoding[] = [
  {
    pattern: /[^\s"<>\\]+/g,
    mark: /%[0-9a-f]{2}/i,
    decode: (piece) => piece.replaceAll(/(?:%[0-9a-f]{2})+/gi, percentDecoded),
    encode: (text, piece) => (piece.includes('@') ? encodeURI(text) : encodeURI(text).replaceAll('@', '%40')),
  },
  {
    pattern: /[^"\n]+/g,
    mark: /\\u[0-9a-f]{4}/i,
    decode: (piece) =>
      piece.replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    encode: (text) => text,
  },
  {
    pattern: /[^<>"\n]+/g,
    mark: /&(?:#x?[0-9a-f]{1,6}|[a-z]{4,6});/i,
    decode: (piece) =>
      piece
        .replaceAll(/&#(x?)([0-9a-f]{1,6});/gi, (_, isHex: string, code: string) =>
          characterOf(code, isHex === '' ? 10 : 16),
        )
        .replaceAll(/&(?:([a-z])(uml|acute|grave|circ|tilde|ring|cedil)|(nbsp|apos|szlig));/gi, named),
    encode: (text) => text,
  },
  {
    pattern: /[\w+/=-]{12,}/g,
    mark: /^[\w+/-]+={0,2}$/,
    decode: (piece) => {
      const bytes = Buffer.from(piece, 'base64');
      const text = bytes.toString('utf8');
      return text.includes('\ufffd') || /[^\P{Cc}\t\r\n]/u.test(text) ? undefined : text;
    },
    encode: (text) => Buffer.from(text).toString('base64'),
  },
];

function percentDecoded(sequence: string): string {
  try {
    return decodeURIComponent(sequence);
  } catch {
    return sequence;
  }
}

function characterOf(code: string, radix: number): string {
  const point = Number.parseInt(code, radix);
  return point > 0x10ffff ? '' : String.fromCodePoint(point);
}

/** Marks by the names that HTML has for them. */
const ACCENTS: Readonly<Record<string, string>> = {
  uml: '\u0308',
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  ring: '\u030a',
  cedil: '\u0327',
};
const OTHERS: Readonly<Record<string, string>> = { nbsp: '\u00a0', apos: "'", szlig: 'ß' };

function named(whole: string, letter?: string, accent?: string, other?: string): string {
  if (letter === undefined) return OTHERS[other ?? ''] ?? whole;
  return (letter + (ACCENTS[accent ?? ''] ?? '')).normalize('NFC');
}

const DEEPEST = 3;

/**
 * Returns a text with what `rewrite` makes of each piece that is written in another way; a piece that it leaves as it is
 * stays. Pieces within pieces too, some levels deep.
 */
export function rewriteEncoded(text: string, rewrite: (plain: string) => string, depth = 0): string {
  if (depth === DEEPEST) return text;
  let left = text;
  for (const { pattern, mark, decode, encode } of ENCODINGS) {
    if (!mark.test(left) && !mark.source.startsWith('^')) continue;
    left = left.replaceAll(pattern, (piece) => {
      const plain = mark.test(piece) ? decode(piece) : undefined;
      if (plain === undefined || plain === piece || HALF.test(plain)) return piece;
      const written = rewrite(rewriteEncoded(plain, rewrite, depth + 1));
      return written === plain ? piece : encode(written, piece);
    });
  }
  return left;
}
