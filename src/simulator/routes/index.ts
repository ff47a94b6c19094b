/** The whole route table, and how a path finds its row. */
import { CATALOGUE_ROUTES } from './catalogue.ts';
import { DELIVERY_ROUTES } from './deliveries.ts';
import { FLOW_ROUTES } from './flows.ts';
import { PRIVATE_ROUTES } from './never-asked.ts';
import { PEOPLE_ROUTES } from './people.ts';
import { POLICY_ROUTES } from './policies.ts';
import { PROFILE_ROUTES } from './profiles.ts';
import { RECORD_ROUTES } from './records.ts';
import type { Route } from './route.ts';
import { SOURCE_ROUTES } from './sources.ts';
import { SPACE_ROUTES } from './spaces.ts';
import { SYNC_ROUTES } from './syncs.ts';
import { USAGE_ROUTES } from './usage.ts';
import { VOLUME_ROUTES } from './volumes.ts';

/** Every route the simulator serves. */
export const ROUTES: readonly Route[] = [
  ...PEOPLE_ROUTES,
  ...SOURCE_ROUTES,
  ...FLOW_ROUTES,
  ...POLICY_ROUTES,
  ...SPACE_ROUTES,
  ...RECORD_ROUTES,
  ...SYNC_ROUTES,
  ...PROFILE_ROUTES,
  ...USAGE_ROUTES,
  ...VOLUME_ROUTES,
  ...DELIVERY_ROUTES,
  ...CATALOGUE_ROUTES,
  ...PRIVATE_ROUTES,
];

export interface RouteMatch {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

interface Template {
  readonly route: Route;
  readonly segments: readonly string[];
  readonly parameters: number;
}

/** Templates with fewer parameters first, so that a literal segment wins over a parameter. */
const TEMPLATES: readonly Template[] = ROUTES.map((route) => {
  const segments = segmentsOf(route.path);
  return { route, segments, parameters: segments.filter(isParameter).length };
}).sort((left, right) => left.parameters - right.parameters);

/** Returns the row of a path, or null when the simulated API has no such path. */
export function matchRoute(path: string): RouteMatch | null {
  const segments = segmentsOf(path);
  for (const template of TEMPLATES) {
    const params = matchTemplate(template, segments);
    if (params !== null) return { route: template.route, params };
  }
  return null;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function matchTemplate(template: Template, segments: readonly string[]): Map<string, string> | null {
  if (template.segments.length !== segments.length) return null;
  const params = new Map<string, string>();
  for (const [index, expected] of template.segments.entries()) {
    const given = segments[index] ?? '';
    if (isParameter(expected)) params.set(expected.slice(1, -1), decodeSegment(given));
    else if (expected !== given) return null;
  }
  return params;
}

/** Returns the text of a path segment; one that is badly encoded stands for itself. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
