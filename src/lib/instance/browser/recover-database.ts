/** What a person has chosen for a database that does not open. Nothing is deleted: its file is set aside. */
export type Recovery = 'restore' | 'salvage' | 'empty';

/** The choice, kept over the reload that carries it out. */
const kept = 'dagbook-recovery';

/** Carries the choice out when the page starts again, which `reload` (the page's own) makes it do. */
export function chooseRecovery(choice: Recovery, reload: () => void): void {
  sessionStorage.setItem(kept, choice);
  reload();
}

/** The choice that is to be carried out now; it is taken once. */
export function takeRecovery(): Recovery | undefined {
  const choice = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  return (['restore', 'salvage', 'empty'] as const).find((each) => each === choice);
}

/** In the leader's worker, before the database is opened. */
export async function recoverDatabase(folder: string, choice: Recovery): Promise<void> {
  const { opfsRecovery } = await import('../../storage/sqlite/opfs-recovery');
  const recovery = await opfsRecovery(folder);
  if (choice === 'salvage') await recovery.salvage();
  else if (choice === 'empty') await recovery.setAside();
  else {
    const [newest] = await recovery.backups();
    if (newest) await recovery.restore(newest.name);
  }
}
