/** In which formats an answer can be had. */
export const ANSWER_FORMATS = ['table', 'csv', 'json', 'xlsx'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];
