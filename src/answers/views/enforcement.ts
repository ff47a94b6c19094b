/** What a source does with data that is not planned or violates its plan, in words, as its settings say. */
import { flagAt } from '../../evidence/records/fields.ts';
import { sql } from './fields-sql.ts';

/** A switch of the settings: what is meant, and what happens to it when the switch is off. */
export interface Enforced {
  readonly key: string;
  readonly title: string;
  readonly path: string;
  readonly what: string;
  readonly otherwise: 'blocked' | 'omitted';
}

export const ENFORCED: readonly Enforced[] = [
  enforced('unplanned_events', 'track.allowUnplannedEvents', 'blocked'),
  enforced('unplanned_properties', 'track.allowUnplannedEventProperties', 'omitted'),
  enforced('violating_events', 'track.allowEventOnViolations', 'blocked'),
  enforced('violating_properties', 'track.allowPropertiesOnViolations', 'omitted'),
  enforced('unplanned_traits_of_users', 'identify.allowUnplannedTraits', 'omitted'),
  enforced('violating_traits_of_users', 'identify.allowTraitsOnViolations', 'omitted'),
  enforced('unplanned_traits_of_groups', 'group.allowUnplannedTraits', 'omitted'),
  enforced('violating_traits_of_groups', 'group.allowTraitsOnViolations', 'omitted'),
];

function enforced(key: string, path: string, otherwise: Enforced['otherwise']): Enforced {
  const what = key.replaceAll('_', ' ');
  return { key, title: what.charAt(0).toUpperCase() + what.slice(1), path, what, otherwise };
}

/** Returns `allowed`, or what happens; null where the settings do not say. */
export function enforcementAt(settings: unknown, { path, otherwise }: Enforced): string | null {
  const isAllowed = flagAt(settings, path);
  return isAllowed === null ? null : isAllowed ? 'allowed' : otherwise;
}

export function enforcementSql({ path, otherwise }: Enforced, of: string): string {
  return `CASE ${sql.flag(path, of)} WHEN true THEN 'allowed' WHEN false THEN '${otherwise}' END`;
}

/** Returns everything that is held back, such as `unplanned events blocked`. */
export function heldBack(settings: unknown): readonly string[] {
  return ENFORCED.flatMap(({ path, what, otherwise }) =>
    flagAt(settings, path) === false ? [`${what} ${otherwise}`] : [],
  );
}

export function heldBackSql(of: string): string {
  const each = ENFORCED.map(
    ({ path, what, otherwise }) => `CASE WHEN NOT ${sql.flag(path, of)} THEN '${what} ${otherwise}' END`,
  );
  return `list_filter([${each.join(', ')}], lambda l: l IS NOT NULL)`;
}
