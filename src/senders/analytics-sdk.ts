/** What is used of Segment's own library, by name; loaded by `import()`. */
export { Analytics } from '@segment/analytics-node';
