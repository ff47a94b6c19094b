/** Which way each uncertain behaviour of the API went in a run: what answers showed, and what came of them. Pure. */
import type { MetWays, Way } from '../../schemas/assumptions.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { meaningOfCounts } from '../evidence/contradictions.ts';
import type { RunReading } from './reading.ts';

/** Returns the manifest's member. */
export function assumptionsMet(reading: RunReading, entries: readonly ResourceEntry[]): MetWays {
  // A refusal that did not last was none of the token.
  const isRefused = reading.token === 'refused' || reading.token === 'wrong-region';
  const isReplaced = reading.tokenInUse?.refusedStage !== undefined;
  const outcomes = entries.flatMap(signsOfOutcome);
  const others = [...outcomes, ...signsOfCounts(reading), ...signsOfNames(reading)];
  return reading.log.met.with(others, isRefused || isReplaced ? [] : ['refused-token']);
}

function signsOfOutcome({ outcome, reason, httpStatus }: ResourceEntry): readonly Way[] {
  if (outcome === 'denied' && reason === 'scope') {
    if (httpStatus === 401) return [['missing-right', '401']];
    return httpStatus === 403 ? [['missing-right', '403']] : [];
  }
  if (outcome !== 'unavailable' || httpStatus === undefined) return [];
  const told = ([401, 403, 404] as const).find((status) => status === httpStatus);
  return [['missing-feature', told === undefined ? 'other' : `${told}`]];
}

function signsOfCounts({ collected }: RunReading): readonly Way[] {
  const meaning = meaningOfCounts(collected, 'groups');
  return meaning === undefined ? [] : [['member-count', meaning]];
}

function signsOfNames({ collected }: RunReading): readonly Way[] {
  const trail = collected.find(({ definition }) => definition.tallied !== undefined);
  const names = [...(trail?.observations.tallies.keys() ?? [])];
  return names.map((name) => ['event-names', /^[^\s.]+(?:\.[^\s.]+)+$/.test(name) ? 'dotted' : 'words']);
}
