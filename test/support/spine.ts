/** Four resources that between them have every shape: tests of the ways of reading need no more. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { sourceSettings } from '../../schemas/resources/source-settings.ts';
import { sources } from '../../schemas/resources/sources.ts';
import { users } from '../../schemas/resources/users.ts';
import { workspace } from '../../schemas/resources/workspace.ts';

export const spine: readonly ResourceDefinition[] = [workspace, users, sources, sourceSettings];
