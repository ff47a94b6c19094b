/** What the parts of a chart mean, above it. */
import type { JSX } from 'preact';
import type { Mark } from '../page/marks.tsx';

export const Legend = ({ marks }: { readonly marks: readonly Mark[] }): JSX.Element => (
  <ul class="legend">
    {marks.map(({ tone, sign, word, texture }) => (
      <li>
        <span class={`swatch ${tone} ${texture ?? ''}`.trimEnd()}>{sign}</span> {word}
      </li>
    ))}
  </ul>
);
