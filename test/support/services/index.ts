/** A service for each kind of channel that gets alerts: a new kind is one row. */
import type { TellingChannelKind } from '../../../schemas/channel-kinds.ts';
import { startEmail } from './email.ts';
import { startSlack, startSns, startWebhook } from './others.ts';
import { startPagerDuty } from './pagerduty.ts';
import type { Service } from './service.ts';
import { startTeams } from './teams.ts';

export const SERVICES: Readonly<Partial<Record<TellingChannelKind, () => Promise<Service>>>> = {
  slack: startSlack,
  teams: startTeams,
  pagerduty: startPagerDuty,
  webhook: startWebhook,
  sns: startSns,
  email: startEmail,
};
