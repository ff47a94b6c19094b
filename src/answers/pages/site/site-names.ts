/**
 * What the pages of a site are called. Pure.
 *
 * index.html                              the fleet
 * <connection>/index.html                 how it stands, and how that came about
 * <connection>/period.html                the page of the period
 * <connection>/20261122T030004Z-1b4e28ba.html  the page of its newest snapshot
 */
import { isPagePath, pageFile } from '../../../store/layout.ts';

export const FLEET_PAGE = 'index.html';

/** In the folder of a connection. */
export const CONNECTION_PAGE = 'index.html';
export const PERIOD_PAGE = 'period.html';
export const snapshotPageOf = (snapshotPath: string) => pageFile(snapshotPath);

/** Whether a page in the folder of a connection may be called so. */
export const isPageOfConnection = (page: string): boolean =>
  page === CONNECTION_PAGE || page === PERIOD_PAGE || isPagePath(`reports/${page}`);

/** Name of a page in the site. */
export const sitePageOf = (connection: string, page: string) => `${connection}/${page}`;

/** Returns a link to a page: a path, whatever the name, and nothing that a browser would run or leave the folder for. */
export const linkTo = (...parts: readonly string[]): string => `./${parts.join('/')}`;

/** Whether a folder may be called so: what a store has beside its connections must not lead out of the site. */
export const isConnectionName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
