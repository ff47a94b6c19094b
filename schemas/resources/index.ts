/** The resources that are collected, parents before their children. The explicit list, nothing else. */
import type { ResourceDefinition } from '../resource.ts';
import { sourceSettings } from './source-settings.ts';
import { sources } from './sources.ts';
import { users } from './users.ts';
import { workspace } from './workspace.ts';

export const resources: readonly ResourceDefinition[] = [workspace, users, sources, sourceSettings];
