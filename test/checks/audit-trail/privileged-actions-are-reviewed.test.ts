/** AUD-03: privileged actions that nobody looked at. */
import { check } from '../../../src/checks/audit-trail/privileged-actions-are-reviewed.ts';
import { triesReviews } from '../../support/reviewed-events.ts';

triesReviews('a privileged action', check, 'Policy Created');
