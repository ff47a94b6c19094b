/** A workspace with few of each thing, for tests to which it does not matter how many: each is a request or more. */
import { SCALES, type Scale } from '../../src/simulator/simulator.ts';

export const FEW: Scale = {
  ...SCALES.small,
  users: 4,
  groups: 2,
  sources: 4,
  destinations: 5,
  trackingPlans: 2,
  functions: 5,
  transformations: 2,
  audiencesPerSpace: 2,
  auditEventsPerDay: 2,
};
