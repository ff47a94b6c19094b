/** Every published format as a zod schema. */
export * from './alert.ts';
export { ASSUMPTIONS, assumptionIds } from './assumptions.ts';
export * from './chain.ts';
export { CHANNELS, channelKinds } from './channel-kinds.ts';
export { commandDocuments } from './commands/index.ts';
export * from './condition.ts';
export { CONDITION_FACTS } from './condition-facts.ts';
export * from './config.ts';
export { Alert } from './config-alerts.ts';
export * from './configuration.ts';
export * from './lines.ts';
export * from './manifest.ts';
export * from './outcome.ts';
export * from './published.ts';
export * from './queue-message.ts';
export * from './receipt-message.ts';
export { features, resources } from './resources/index.ts';
export * from './review.ts';
