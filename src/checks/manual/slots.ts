/** All slots for manual evidence, in the order in which people are shown them. */
import { accessSlots } from './access.ts';
import { contractSlots } from './contracts.ts';
import { dataSlots } from './data.ts';
import type { ManualSlot } from './slot.ts';

export const manualSlots: readonly ManualSlot[] = [...accessSlots, ...dataSlots, ...contractSlots];
