/** All cases of all views: tried by this program in both tiers, and by a second engine in the full one. */
import type { ViewCase } from '../../support/view-case.ts';
import { flowCases } from './flows.ts';
import { keyCases } from './keys.ts';
import { peopleCases } from './people.ts';
import { regulationCases } from './regulations.ts';
import { storedThingsCases } from './stored-things.ts';
import { usersCases } from './users.ts';

export const viewCases: readonly ViewCase[] = [
  ...usersCases,
  ...peopleCases,
  ...keyCases,
  ...flowCases,
  ...regulationCases,
  ...storedThingsCases,
];
