/** One violation after the other in the clean workspace: the check that it is for finds it, and no other check anything. */
import { describe, expect, it } from 'vitest';
import { VIOLATIONS } from '../support/planted.ts';
import { expectedOf, findAlone } from '../support/planted-violations.ts';

describe.each(VIOLATIONS)('$check', (violation) => {
  it(`finds ${violation.is}`, async () => {
    expect(await findAlone(violation)).toEqual(expectedOf(violation));
  });
});
