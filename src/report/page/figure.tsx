/** A chart with its title, what it shows in words, and the same numbers as a table beside it. */
import type { ComponentChildren, JSX } from 'preact';

export interface FigureProps extends Drawing {
  readonly id: string;
  readonly title: string;
  /** One sentence for who does not see it. */
  readonly description: string;
  /** What its colours and signs mean, above it. */
  readonly legend?: ComponentChildren;
  /** The same drawn for a telephone, in place of it. */
  readonly narrow?: Drawing;
  readonly table: ComponentChildren;
}

export interface Drawing {
  /** In pixels; the width is that of its place, unless it has a `width` of its own. */
  readonly height: number;
  /** Of a drawing that keeps its proportions: it scrolls where there is less room. */
  readonly width?: number;
  /** The chart, in SVG. */
  readonly children: ComponentChildren;
}

export function Figure({ narrow, legend, table, ...drawing }: FigureProps): JSX.Element {
  const { id, title, width } = drawing;
  const plots = (
    <>
      <Plot {...drawing} {...(narrow !== undefined && { of: 'for-wide' })} />
      {narrow !== undefined && <Plot {...drawing} {...narrow} id={`${id}-narrow`} of="for-narrow" />}
    </>
  );
  return (
    <figure class={width === undefined ? 'figure' : 'figure wide'} aria-labelledby={`${id}-caption`}>
      <figcaption id={`${id}-caption`}>{title}</figcaption>
      {legend}
      {width === undefined ? (
        <div class="plot">{plots}</div>
      ) : (
        <section class="plot" tabindex={0} aria-label={title}>
          {plots}
        </section>
      )}
      <details class="beside">
        <summary>The same as a table</summary>
        {table}
      </details>
    </figure>
  );
}

type PlotProps = Pick<FigureProps, 'id' | 'title' | 'description'> & Drawing & { readonly of?: string };

const Plot = ({ id, title, description, height, width, children, of }: PlotProps): JSX.Element => (
  <svg
    role="img"
    aria-labelledby={`${id}-name ${id}-says`}
    {...(of === undefined ? {} : { class: of })}
    width={width ?? '100%'}
    height={height}
    {...(width === undefined ? {} : { viewBox: `0 0 ${width} ${height}` })}
  >
    <title id={`${id}-name`}>{title}</title>
    <desc id={`${id}-says`}>{description}</desc>
    {children}
  </svg>
);
