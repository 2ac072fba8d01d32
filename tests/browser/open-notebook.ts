import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { OpenNotebook } from '$lib/components/notebook/open-notebook.svelte';
import { directParser } from '$lib/instance/direct-parser';
import { notebookCommands } from '$lib/instance/notebooks';
import { Trusts } from '$lib/instance/trust';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { openMemoryConnection } from '$lib/storage/sqlite/wasm-connection';

export const source = `// %% [notebook] {"format":1,"title":"Orders"}

// %% [markdown] {"id":"text0001"}
// # Orders

// %% {"id":"code0001","name":"orders"}
export const orders = [1, 2];

// %% {"id":"code0002"}
export const total = 3;
`;

/** The real notebook commands over a real database; `hold` keeps saves waiting; call its answer to let them go. */
export async function openInstance() {
  const storage = new SqliteStorage(await openMemoryConnection());
  const commands = notebookCommands({
    trusts: new Trusts(storage, async () => ({ locations: [] })),
    storage,
    artifacts: new MemoryArtifacts(),
    parser: directParser,
    clock: { now: () => 1 },
  });
  await commands.createNotebook({ id: 'nb', source });
  let gate = Promise.resolve();
  let broken = false;
  const asked: string[] = [];
  const saved: string[] = [];
  const port = {
    ...commands,
    subscribe: storage.subscribe.bind(storage),
    async saveNotebook(input: Parameters<typeof commands.saveNotebook>[0]) {
      asked.push(input.source);
      await gate;
      if (broken) throw new Error('The disk is full');
      saved.push(input.source);
      return commands.saveNotebook(input);
    },
  };
  return {
    commands,
    port,
    asked,
    saved,
    open: async () => new OpenNotebook(port, (await commands.openNotebook('nb'))!),
    stored: async () => (await commands.openNotebook('nb'))!.source,
    breakDisk: (to: boolean) => (broken = to),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

export const ids = (open: OpenNotebook) => open.cells.slice(1).map((cell) => cell.id);
export const textOf = (open: OpenNotebook, id: string) => open.cells.find((cell) => cell.id === id)?.text;
