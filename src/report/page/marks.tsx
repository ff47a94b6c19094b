/** The small parts that every view is made of: numbers, instants, outcomes, digests. */
import type { ComponentChildren, JSX } from 'preact';
import type { Standing } from '../../answers/pages/standing.ts';
import { shortName, Text } from './text.tsx';

/**
 * A number and where it stands in the facts: `data-fact` is its path there, so that a test can hold each against what is
 * recomputed from the evidence. A number that nobody knows is a word, and never nothing or zero.
 */
export function Fact({ at, value }: { readonly at: string; readonly value: number | null }): JSX.Element {
  if (value === null)
    return (
      <span class="unknown" data-fact={at}>
        not known
      </span>
    );
  return (
    <data class="number" data-fact={at} value={String(value)}>
      {numberText(value)}
    </data>
  );
}

/** Returns a number with its thousands apart. */
export const numberText = (value: number): string =>
  String(value).replace(/\B(?=(\d{3})+(?!\d)(?!.*\.))/g, '\u202F');

/** UTC is always to be seen; the script puts the reader's own time beside it, or into the hint of a cell. */
export function Instant({ value }: { readonly value: string }): JSX.Element {
  return (
    <time class="instant" dateTime={value}>
      {instantText(value)}
    </time>
  );
}

/** Returns `2026-09-30 03:00:04 UTC`; a day as it is; anything else unchanged. */
export function instantText(value: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(value) ?? [];
  return day === undefined ? value : `${day} ${time} UTC`;
}

/** What colour, sign and weight say of an outcome. `unknown` is never shown like `good`. */
export type Tone = 'good' | 'bad' | 'warn' | 'unknown' | 'off';

/** What tells apart, in a bar, what is of one tone. */
export type Texture = 'dots' | 'blank' | 'stripes';

export interface Mark {
  readonly tone: Tone;
  readonly sign: string;
  readonly word: string;
  readonly texture?: Texture;
}

export const Badge = ({ tone, sign, word }: Mark): JSX.Element => (
  <span class={`badge ${tone}`}>
    <span class="sign" aria-hidden="true">
      {sign}
    </span>
    <span class="word">{word}</span>
  </span>
);

const mark = (tone: Tone, sign: string, word: string, texture?: Texture): Mark => ({
  tone,
  sign,
  word,
  ...(texture === undefined ? {} : { texture }),
});

export const CHECK_MARKS: Readonly<Record<string, Mark>> = {
  fail: mark('bad', '✕', 'fails'),
  accepted: mark('warn', '✕', 'fails, accepted'),
  error: mark('unknown', '⚠', 'check is broken'),
  warn: mark('warn', '!', 'to look at'),
  indeterminate: mark('unknown', '?', 'nobody can tell'),
  not_configured: mark('off', '○', 'not configured', 'dots'),
  pass: mark('good', '✓', 'holds'),
  not_applicable: mark('off', '–', 'not applicable', 'blank'),
};

export const OUTCOME_MARKS: Readonly<Record<string, Mark>> = {
  complete: mark('good', '✓', 'complete'),
  partial: mark('warn', '◐', 'partial'),
  denied: mark('bad', '⊘', 'denied'),
  unavailable: mark('unknown', '?', 'unavailable'),
  deferred: mark('warn', '…', 'deferred'),
  unreachable: mark('bad', '✕', 'unreachable'),
  'not-collected': mark('off', '–', 'left out'),
};

/** Of a requirement of a framework: never that it is met. */
export const CONTROL_MARKS: Readonly<Record<string, Mark>> = {
  'does not hold': mark('bad', '✕', 'does not hold'),
  'nobody can tell': mark('unknown', '?', 'nobody can tell'),
  'to look at': mark('warn', '!', 'to look at'),
  'not configured': mark('off', '○', 'not configured', 'dots'),
  supported: mark('good', '✓', 'supported'),
  'partly covered': mark('off', '◐', 'partly covered', 'stripes'),
  'not applicable': mark('off', '–', 'not applicable', 'blank'),
  'evidence from elsewhere': mark('off', '↗', 'evidence from elsewhere'),
};

export const STATUS_MARKS: Readonly<Record<string, Mark>> = {
  complete: mark('good', '✓', 'complete'),
  partial: mark('warn', '◐', 'partial'),
  failed: mark('bad', '✕', 'failed'),
  missing: mark('unknown', '?', 'missing'),
  expired: mark('unknown', '∅', 'files gone'),
};

export const SEVERITY_MARKS: Readonly<Record<string, Mark>> = {
  critical: mark('bad', '▲▲', 'critical'),
  high: mark('bad', '▲', 'high'),
  medium: mark('warn', '◆', 'medium'),
  low: mark('off', '▽', 'low'),
  info: mark('off', '·', 'info'),
};

export const STANDING_MARKS: Readonly<Record<Standing['kind'], Mark>> = {
  whole: mark('good', '✓', 'read whole'),
  partial: mark('warn', '◐', 'not complete'),
  unread: mark('unknown', '?', 'not read'),
  absent: mark('off', '–', 'not there'),
};

/** Returns the mark of a word; a word that this version does not know is shown as it is, and never as good. */
export const markOf = (marks: Readonly<Record<string, Mark>>, word: string): Mark =>
  (Object.hasOwn(marks, word) ? marks[word] : undefined) ?? mark('unknown', '?', shortName(word, 24));

/** Cut on a screen and whole on paper; a selection and the button take all of it. */
export const Digest = ({ value }: { readonly value: string }): JSX.Element => (
  <span class="digest">
    <code>{value}</code>
    <button type="button" data-copy hidden>
      Copy
    </button>
  </span>
);

/** What somebody types: the button copies it. */
export const Command = ({ value }: { readonly value: string }): JSX.Element => (
  <div class="command">
    <pre tabindex={0}>
      <code>{value}</code>
    </pre>
    <button type="button" data-copy hidden>
      Copy
    </button>
  </div>
);

/** Label and value, one below the other. */
export const Pairs = ({
  pairs,
}: {
  readonly pairs: readonly (readonly [string, ComponentChildren])[];
}): JSX.Element => (
  <dl class="pairs">
    {pairs.map(([label, value]) => (
      <div>
        <dt>{label}</dt>
        <dd>{typeof value === 'string' ? <Text value={value} /> : value}</dd>
      </div>
    ))}
  </dl>
);
