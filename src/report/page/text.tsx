/** Text that a stranger may have typed: shown as it is, and nothing of it commands the page, its direction or its layout. */
import type { ComponentChildren, JSX } from 'preact';

/**
 * What turns the direction of text, breaks lines, or is not to be seen at all. It is named in place of being obeyed: two
 * names that look alike are seen to differ.
 */
const COMMANDS =
  /([\p{Cc}\p{Cs}\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}])/u;

/** What is longer is folded, so that one name cannot fill the page. */
const LONGEST = 160;

/** Returns the text with its invisible characters named. Tabs and line breaks are spaces, as everywhere in HTML. */
export function named(text: string): ComponentChildren {
  const plain = text.replaceAll(/[\t\n\r]+/g, ' ');
  if (!COMMANDS.test(plain)) return breakable(plain);
  return plain.split(new RegExp(COMMANDS, 'gu')).map((part, index) => {
    if (index % 2 === 0) return breakable(part);
    const code = `U+${(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return <span class="unseen">{code}</span>;
  });
}

/** So long may a word be before it may break at its own joints: better there than anywhere. */
const LONG_WORD = 16;

function breakable(text: string): ComponentChildren {
  if (text.length <= LONG_WORD || !/[_=/@]/.test(text)) return text;
  return text
    .split(/(?<=[_=/@])(?=\p{L})/u)
    .flatMap((part, index) => (index === 0 ? [part] : [<wbr />, part]));
}

interface TextProps {
  readonly value: string;
  /** So long it may be before it is folded. */
  readonly most?: number;
}

/** Of another's writing: apart from the direction of ours, and folded where it is long. */
export function Text({ value, most = LONGEST }: TextProps): JSX.Element {
  if (value.length <= most) return <bdi>{named(value)}</bdi>;
  const begin = beginning(value);
  return (
    <details class="long">
      <summary>
        <bdi>{named(begin)}…</bdi> <span class="quiet">{String(value.length)} characters</span>
      </summary>
      <bdi>{named(value.slice(begin.length))}</bdi>
    </details>
  );
}

/** Never ends within a character. */
function beginning(text: string): string {
  const cut = text.slice(0, LONGEST / 2);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A list in a cell: the first ones, and the others folded. */
export function Texts({ values }: { readonly values: readonly string[] }): JSX.Element {
  if (values.length === 0) return <span class="quiet">none</span>;
  const [shown, folded] = values.length <= 4 ? [values, []] : [values.slice(0, 3), values.slice(3)];
  return (
    <>
      <Items values={shown} />
      {folded.length > 0 && (
        <details class="more">
          <summary>{`${folded.length} more`}</summary>
          <Items values={folded} />
        </details>
      )}
    </>
  );
}

const Items = ({ values }: { readonly values: readonly string[] }) => (
  <ul class="items">
    {values.map((value) => (
      <li>
        <Text value={value} />
      </li>
    ))}
  </ul>
);

/** Returns a name for a drawing, which folds nothing: in one line, without what is not to be seen, and cut. */
export function shortName(value: string, most: number): string {
  const plain = [...value.replaceAll(/\s+/g, ' ')].map((each) => (COMMANDS.test(each) ? '\uFFFD' : each));
  return plain.length <= most ? plain.join('') : `${plain.slice(0, most - 1).join('')}…`;
}
