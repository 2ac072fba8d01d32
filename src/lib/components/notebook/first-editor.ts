/** Its promise resolves when the first code cell of this page can be typed into and nothing is missing in its looks. */
export const firstEditor = Promise.withResolvers<void>();
