/** The lines of a scale. */
import type { ScaleLinear } from 'd3-scale';
import type { JSX } from 'preact';
import { numberText } from '../page/marks.tsx';
import { short, type Track } from './time-axis.tsx';

/** Whole numbers alone: there is no half of a finding, nor of a person. */
export const Levels = ({
  y,
  track: { left, width },
}: {
  readonly y: ScaleLinear<number, number>;
  readonly track: Track;
}): JSX.Element => (
  <g>
    {y
      .ticks(4)
      .filter(Number.isInteger)
      .map((level) => (
        <g>
          <line class="axis" x1={left} x2={width} y1={short(y(level))} y2={short(y(level))} />
          <text class="label small" x={left - 6} y={short(y(level)) + 4} text-anchor="end">
            {numberText(level)}
          </text>
        </g>
      ))}
  </g>
);
