/** Patterns over the colours of charts, so that two parts of one tone are told apart, and all of it without colours. */
import type { JSX } from 'preact';
import type { Mark } from '../page/marks.tsx';

/** The patterns of a chart: `${id}-hatch` for what nobody can tell, `${id}-dots`, `${id}-stripes`. */
export const Textures = ({ id }: { readonly id: string }): JSX.Element => (
  <defs>
    <pattern
      id={`${id}-hatch`}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
    </pattern>
    <pattern id={`${id}-dots`} width="6" height="6" patternUnits="userSpaceOnUse">
      <circle class="grain" cx="3" cy="3" r="1" />
    </pattern>
    <pattern id={`${id}-stripes`} width="4" height="4" patternUnits="userSpaceOnUse">
      <line class="stripe" x1="0" y1="0" x2="0" y2="4" />
    </pattern>
  </defs>
);

interface FilledProps {
  readonly mark: Mark;
  /** Of the chart. */
  readonly id: string;
  readonly box: Readonly<Record<'x' | 'y' | 'width' | 'height', string | number>>;
}

/** A part of a bar: filled by its tone, and over it its pattern. */
export function Filled({ mark: { tone, texture }, id, box }: FilledProps): JSX.Element {
  const pattern = tone === 'unknown' ? 'hatch' : texture;
  if (pattern === 'blank') return <rect class="cell blank" {...box} rx="2" />;
  return (
    <>
      <rect class={`cell fill-${tone}`} {...box} rx="2" />
      {pattern !== undefined && <rect {...box} fill={`url(#${id}-${pattern})`} />}
    </>
  );
}
