/** Little to read, for tests that are about something else. */
import { resources } from '../../schemas/resources/index.ts';
import { SCALES, type Scale } from '../../src/simulator/simulator.ts';
import { IS_FULL } from './tier.ts';

/** A workspace with few of each thing: each is a request or more. Of events there is one a day all the same. */
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
  auditEventsPerDay: 0,
};

/** Something of every kind there is, for tests that look at all of it: of most kinds less in the fast tier. */
export const SIZE: Scale = IS_FULL
  ? SCALES.small
  : { ...FEW, sources: SCALES.small.sources, destinations: SCALES.small.destinations, groups: 3 };

const READ = ['workspace', 'users', 'sources'];

/** A connection's setting that leaves out nearly all: for tests to which it does not matter what is read. */
export const READ_LITTLE = {
  collect: { exclude: resources.map(({ name }) => name).filter((name) => !READ.includes(name)) },
};
