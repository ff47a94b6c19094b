/** A policy by which no check applies: for tests of other things, in which what checks find would be told too. */
import { checks } from '../../src/checks/index.ts';

export const NO_CHECKS = {
  notApplicable: checks.map(({ id }) => ({ check: id, reason: 'Not what this test is about.' })),
};
