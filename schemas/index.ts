/** Every published format as a zod schema. */
export * from './chain.ts';
export { commandDocuments } from './commands/index.ts';
export * from './condition.ts';
export * from './config.ts';
export * from './lines.ts';
export * from './manifest.ts';
export * from './outcome.ts';
export * from './published.ts';
export { resources } from './resources/index.ts';
