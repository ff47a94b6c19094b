/**
 * Manual evidence: what frameworks ask for and Segment's API does not show. A slot is a place for one kind of it; who answers for
 * it attaches a file. What is in the file nobody but a person can judge.
 */
import { type Controls, frameworkNames } from '../../../schemas/check-results.ts';

export interface ManualSlot {
  /** Names the folder: never given to anything else. */
  readonly id: string;
  /** What the file shows, as a claim. */
  readonly title: string;
  /** What to attach: imperative. */
  readonly attach: string;
  /** Why no check can tell. */
  readonly why: string;
  /** How often a new file is due, where nothing else is agreed. */
  readonly everyMonths: number;
  readonly controls: Controls;
}

/** Returns the controls of a slot: those of a framework that has none are empty. */
export const controlsOf = (some: Partial<Controls>): Controls =>
  Object.fromEntries(frameworkNames.map((name) => [name, some[name] ?? []])) as Controls;
