/** How much of everything a world has. Small reads in a second; large is the biggest customer we expect. */

export type WorldSize = 'small' | 'medium' | 'large';

export interface Scale {
  readonly users: number;
  readonly groups: number;
  readonly invites: number;
  readonly sources: number;
  readonly destinations: number;
  readonly trackingPlans: number;
  /** Rules of a plan that is made as it is asked for; the crafted plans have their own. */
  readonly rulesPerPlan: number;
  readonly warehouses: number;
  readonly functions: number;
  readonly transformations: number;
  readonly spaces: number;
  readonly audiencesPerSpace: number;
  readonly reverseEtlModels: number;
  readonly credentials: number;
  readonly auditEventsPerDay: number;
  readonly regulationsPerWeek: number;
  readonly suppressions: number;
}

export const SCALES: Readonly<Record<WorldSize, Scale>> = {
  small: {
    users: 14,
    groups: 6,
    invites: 3,
    sources: 12,
    destinations: 20,
    trackingPlans: 4,
    rulesPerPlan: 12,
    warehouses: 1,
    functions: 6,
    transformations: 4,
    spaces: 1,
    audiencesPerSpace: 5,
    reverseEtlModels: 2,
    credentials: 2,
    auditEventsPerDay: 4,
    regulationsPerWeek: 2,
    suppressions: 6,
  },
  medium: {
    users: 450,
    groups: 26,
    invites: 19,
    sources: 350,
    destinations: 260,
    trackingPlans: 120,
    rulesPerPlan: 60,
    warehouses: 3,
    functions: 40,
    transformations: 45,
    spaces: 2,
    audiencesPerSpace: 230,
    reverseEtlModels: 24,
    credentials: 9,
    auditEventsPerDay: 40,
    regulationsPerWeek: 60,
    suppressions: 450,
  },
  large: {
    users: 10_000,
    groups: 140,
    invites: 260,
    sources: 2_000,
    destinations: 1_500,
    trackingPlans: 300,
    rulesPerPlan: 1_000,
    warehouses: 8,
    functions: 260,
    transformations: 320,
    spaces: 6,
    audiencesPerSpace: 450,
    reverseEtlModels: 180,
    credentials: 40,
    auditEventsPerDay: 250,
    regulationsPerWeek: 500,
    suppressions: 5_000,
  },
};
