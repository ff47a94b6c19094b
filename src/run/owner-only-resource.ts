/** The resource that only a token with the highest role reads whole: what such a token sees is not filtered. */
export const OWNER_ONLY_RESOURCE = 'users';
