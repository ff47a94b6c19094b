/** How slots for manual evidence stand on a day. Pure. What a file says nobody but a person can judge: only its dates count here. */
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import type { ManualSlot } from '../../checks/manual/slot.ts';
import { manualSlots } from '../../checks/manual/slots.ts';

export const SLOT_STATES = ['filled', 'expiring', 'expired', 'not-yet', 'empty'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

/** `expiring`: it counts for no longer than this. */
export const EXPIRING_DAYS = 30;

export interface SlotStanding {
  readonly slot: ManualSlot;
  readonly state: SlotState;
  /** What counts, or has expired, or will count; absent: nothing was attached. */
  readonly evidence?: ManualEvidence;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Returns how each slot stands on a day, in UTC. Of what has taken effect by then the last that was attached counts, so that
 * whoever attached the wrong file, or the wrong dates, attaches the right ones.
 */
export function slotStandings(
  attached: readonly ManualEvidence[],
  day: string,
  slots: readonly ManualSlot[] = manualSlots,
): readonly SlotStanding[] {
  return slots.map((slot) => {
    const own = attached.filter((each) => each.slot === slot.id);
    const evidence = own.findLast(({ effective }) => effective <= day);
    if (evidence !== undefined) return { slot, state: stateOf(evidence, day), evidence };
    const later = own.at(-1);
    return later === undefined ? { slot, state: 'empty' } : { slot, state: 'not-yet', evidence: later };
  });
}

function stateOf({ expires }: ManualEvidence, day: string): SlotState {
  if (expires < day) return 'expired';
  return Date.parse(expires) - Date.parse(day) <= EXPIRING_DAYS * DAY_MS ? 'expiring' : 'filled';
}

/** Whether a file counts on that day. */
export const isInForce = ({ state }: Pick<SlotStanding, 'state'>): boolean =>
  state === 'filled' || state === 'expiring';

/** Returns the state of a slot in words, with its day. */
export function stateWords({ state, evidence }: SlotStanding): string {
  switch (state) {
    case 'filled':
      return `filled until ${evidence?.expires}`;
    case 'expiring':
      return `filled, and expires on ${evidence?.expires}`;
    case 'expired':
      return `expired on ${evidence?.expires}`;
    case 'not-yet':
      return `empty until ${evidence?.effective}`;
    case 'empty':
      return 'empty';
  }
}

/** Returns how many slots are how: `2 of 17 slots are filled (1 of them expires within 30 days), 1 has expired, 14 are empty`. */
export function countsText(standings: readonly SlotStanding[]): string {
  const count = (...states: readonly SlotState[]) =>
    standings.filter(({ state }) => states.includes(state)).length;
  const [filled, expiring, expired, empty] = [
    count('filled', 'expiring'),
    count('expiring'),
    count('expired'),
    count('empty', 'not-yet'),
  ];
  const soon = expiring === 0 ? '' : ` (${expiring} of them for ${EXPIRING_DAYS} days or less)`;
  return [
    `${filled} of ${standings.length} slots filled${soon}`,
    ...(expired === 0 ? [] : [`${expired} expired`]),
    ...(empty === 0 ? [] : [`${empty} empty`]),
  ].join(', ');
}
