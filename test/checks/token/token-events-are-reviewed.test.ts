/** TOK-04: events about tokens that nobody looked at. */
import { check } from '../../../src/checks/token/token-events-are-reviewed.ts';
import { triesReviews } from '../../support/reviewed-events.ts';

triesReviews('an event about a token', check, 'Token Created');
