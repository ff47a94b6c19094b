/** How old something is, in the unit that people count it in. */
import type { JSX } from 'preact';
import { Fact } from '../page/marks.tsx';

/** Up to so many hours they are counted. */
const MOST_HOURS = 72;

export const Age = ({ at, hours }: { readonly at: string; readonly hours: number }): JSX.Element =>
  hours <= MOST_HOURS ? (
    <>
      <Fact at={at} value={hours} /> h old
    </>
  ) : (
    <span data-age={at}>{`${Math.floor(hours / 24)} days old`}</span>
  );
