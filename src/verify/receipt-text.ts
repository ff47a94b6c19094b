/**
 * Receipts in a text as people keep them: indented, quoted in an answer, in a code fence, in a ticket between other words,
 * several of them in one. Only the five lines are looked for; what stands around them says nothing.
 */
import { receiptText } from './receipts.ts';

export interface FoundReceipts {
  /** Each once, to the letter as it was written. */
  readonly receipts: readonly string[];
  /** How many begin like one and are none. */
  readonly damaged: number;
}

const BEGINNING = 'segment-evidence receipt v1';
/** Marks of quoting before a line, and characters of no width that mail programs and chats put in. */
const QUOTING = /^[\s>|]+/;
const NO_WIDTH = /[\u200B-\u200D\u2060\uFEFF]/g;
const BEGINS = new RegExp(`^${BEGINNING}$|${BEGINNING} logId\\b`, 'gm');
const WHOLE = new RegExp(
  `${BEGINNING} logId ([0-9a-f]{32}) size ([1-9][0-9]{0,11}) root sha256:([0-9a-f]{64}) key ([0-9a-f]{64})(?![0-9a-f])`,
  'g',
);

/**
 * Returns the receipts in a text, in the order in which they stand there. Of a JSON document, as a webhook gets one and
 * `collect --json` prints it, only what its members `receipt` hold: others may hold what a stranger named.
 */
export function receiptsIn(text: string): FoundReceipts {
  const members = receiptMembers(text);
  return members === undefined ? receiptsInWords(text) : together(members.map(receiptsInWords));
}

/** `undefined` for what is no JSON document. */
function receiptMembers(text: string): readonly string[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const members: string[] = [];
  try {
    JSON.parse(text, (name, value: unknown) => {
      if (name === 'receipt' && typeof value === 'string') members.push(value);
      return value;
    });
  } catch {
    return undefined;
  }
  return members;
}

function receiptsInWords(text: string): FoundReceipts {
  const lines = text
    .replaceAll(NO_WIDTH, '')
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.replace(QUOTING, '').replaceAll(/\s+/g, ' ').trimEnd())
    .filter((line) => line !== '');
  // A mail program may break a line anywhere between two words.
  const found = [...lines.join(' ').matchAll(WHOLE)].map(([, logId = '', size, root = '', keyId = '']) =>
    receiptText({ logId, size: Number(size), root, keyId }),
  );
  const begun = [...lines.join('\n').matchAll(BEGINS)].length;
  return { receipts: [...new Set(found)], damaged: Math.max(0, begun - found.length) };
}

/** Returns what several texts hold together. */
export function together(all: readonly FoundReceipts[]): FoundReceipts {
  return {
    receipts: [...new Set(all.flatMap(({ receipts }) => receipts))],
    damaged: all.reduce((sum, { damaged }) => sum + damaged, 0),
  };
}
