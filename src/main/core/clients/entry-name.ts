// The name of our entry in every client.

export const entryName = 'patchbay';
