/** What questions about measurements have in common: the window they are about, and how the answer is grouped. */
import { invalid, type Refusal } from '../replies.ts';
import type { MessageChoice } from '../tracking/ledger.ts';
import { type Granularity, STEP_MS, seriesOf, type TimeSeries } from '../world/measurements.ts';
import type { RouteContext } from './route.ts';
import { timeOf } from './window.ts';

export interface Window {
  readonly granularity: Granularity;
  readonly startTime: Date;
  readonly endTime: Date;
}

function isGranularity(text: string | undefined): text is Granularity {
  return text === 'DAY' || text === 'HOUR' || text === 'MINUTE';
}

/** The window a measurement is about; all three parameters are required. */
export function windowAsked(context: RouteContext): Window | Refusal {
  const granularity = context.query.get('granularity');
  if (!isGranularity(granularity)) return invalid('granularity', 'must be one of DAY, HOUR, MINUTE');
  for (const name of ['startTime', 'endTime']) {
    if (!context.query.has(name)) return invalid(name, 'is required');
  }
  const startTime = timeOf(context, 'startTime', context.now);
  if (!(startTime instanceof Date)) return startTime;
  const endTime = timeOf(context, 'endTime', context.now);
  if (!(endTime instanceof Date)) return endTime;
  if (seriesOf(['probe'], granularity, { startTime, endTime }, 0) === null) {
    return invalid('endTime', 'must be after startTime, and not too many steps after it');
  }
  return { granularity, startTime, endTime };
}

/** Returns the values of a parameter that is a list, in any of the forms that clients send one. */
export function listAsked({ query }: RouteContext, name: string): readonly string[] {
  return [...query]
    .filter(
      ([key]) => key === name || (key.startsWith(`${name}.`) && /^\d*$/.test(key.slice(name.length + 1))),
    )
    .flatMap(([, value]) => value.split(','))
    .filter((value) => value !== '');
}

/** Returns counts of something that is made up, with the messages that really came. */
export function measured(
  { world, ledger, now }: RouteContext,
  window: Window,
  {
    most,
    scope,
    choice,
  }: {
    readonly most: number;
    readonly scope: readonly (string | number)[];
    readonly choice?: MessageChoice;
  },
): TimeSeries {
  const { granularity } = window;
  const series = seriesOf([world.seed, ...scope], granularity, window, most) ?? { total: 0, series: [] };
  return choice === undefined ? series : ledger.addTo(series, STEP_MS[granularity], choice, now);
}
