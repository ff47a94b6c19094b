#!/usr/bin/env node
/** Entry for people without Lambda: `segment-evidence schedule`, for a container or a service manager. */
process.argv.splice(2, 0, 'schedule');
await import('../src/cli.ts');
