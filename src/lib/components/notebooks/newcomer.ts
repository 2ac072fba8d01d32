// Whoever comes for the first time finds an example open, and can type into it before the instance is there to store
// it. Two marks outlive the page: that somebody has been here, and which notebook is begun but not known to be stored.
const visited = 'dagbook-visited';
const begun = 'dagbook-first-notebook';

/** Somebody has been here before, in this browser, whose first notebook is stored. */
export const hasVisited = (): boolean => localStorage.getItem(visited) !== null;

/** Nobody has been here before, in this browser. */
export const isNewcomer = (): boolean => !hasVisited() && firstNotebookId() === undefined;

/** The id of the first notebook, while it is not known to be stored. */
export const firstNotebookId = (): string | undefined => localStorage.getItem(begun) ?? undefined;

export const markBegun = (id: string): void => localStorage.setItem(begun, id);

export function markStored(): void {
  localStorage.setItem(visited, '1');
  localStorage.removeItem(begun);
}
