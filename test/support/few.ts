/** Little to read, for tests that are about something else. */
import { resources } from '../../schemas/resources/index.ts';
import { SCALES, type Scale } from '../../src/simulator/simulator.ts';

/** A workspace with few of each thing: each is a request or more. */
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

const READ = ['workspace', 'users', 'sources'];

/** A connection's setting that leaves out nearly all: for tests to which it does not matter what is read. */
export const READ_LITTLE = {
  collect: { exclude: resources.map(({ name }) => name).filter((name) => !READ.includes(name)) },
};
