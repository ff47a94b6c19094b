/** Live plugins: code the company adds to its own apps from afar. Few sources have any. */
import { secretText, shortId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type { Source } from './records.ts';
import type { World } from './world.ts';

/** Returns the latest plugin of a source, or null when it has none; of the mobile sources every second has one. */
export function livePluginOf(world: World, source: Source): Record<string, unknown> | null {
  const mobile = world.sources.filter(({ metadata }) => metadata.categories.includes('Mobile'));
  const place = mobile.indexOf(source);
  if (place < 0 || place % 2 === 1) return null;
  return {
    id: shortId(world.seed, 'live-plugin', source.id),
    sourceId: source.id,
    createdAt: daysBefore(world.anchor, 75),
    createdBy: shortId(world.seed, 'user', 7),
    downloadURL: `https://plugins.example/${secretText(24, world.seed, 'live-plugin', source.id)}.js`,
    version: 3,
    code: 'export function onEvent(event) { delete event.context.ip; return event; }',
  };
}
