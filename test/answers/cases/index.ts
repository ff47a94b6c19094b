/** All cases of all views: tried by this program in both tiers, and by a second engine in the full one. */
import type { ViewCase } from '../../support/view-case.ts';
import { usersCases } from './users.ts';

export const viewCases: readonly ViewCase[] = [...usersCases];
