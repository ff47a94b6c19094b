/** A chart with its title, what it shows in words, and the same numbers as a table beside it. */
import type { ComponentChildren, JSX } from 'preact';

export interface FigureProps {
  readonly id: string;
  readonly title: string;
  /** One sentence for who does not see it. */
  readonly description: string;
  /** In pixels; the width is that of its place, unless it has a `width` of its own. */
  readonly height: number;
  /** Of a drawing that keeps its proportions: it scrolls where there is less room. */
  readonly width?: number;
  /** The chart, in SVG. */
  readonly children: ComponentChildren;
  readonly table: ComponentChildren;
}

export function Figure({ id, title, description, height, width, children, table }: FigureProps): JSX.Element {
  const box = width === undefined ? {} : { viewBox: `0 0 ${width} ${height}` };
  const drawing = (
    <svg
      role="img"
      aria-labelledby={`${id}-name ${id}-says`}
      width={width ?? '100%'}
      height={height}
      {...box}
    >
      <title id={`${id}-name`}>{title}</title>
      <desc id={`${id}-says`}>{description}</desc>
      {children}
    </svg>
  );
  return (
    <figure class={width === undefined ? 'figure' : 'figure wide'} aria-labelledby={`${id}-caption`}>
      <figcaption id={`${id}-caption`}>{title}</figcaption>
      {width === undefined ? (
        <div class="plot">{drawing}</div>
      ) : (
        <section class="plot" tabindex={0} aria-label={title}>
          {drawing}
        </section>
      )}
      <details class="beside">
        <summary>The same as a table</summary>
        {table}
      </details>
    </figure>
  );
}
