// %% [notebook] {"format":1,"title":"Basic dependency"}

// %% [markdown] {"id":"9mmrcbr4"}
// # Basic dependency
//
// Here the data lies outside of the assets, in tables of a small database; the assets return nothing. So `shoppingList`
// names `sugaryCereals` in `deps`: that says what comes first, and hands over no value.

// %% [markdown] {"id":"2atsh3zc"}
// The database is a **resource**. Its tables are files in the resource's store, which is kept by the browser (in Node
// in the folder of the instance), so they are still there in the next run.

// %% {"id":"wc9g8rys","name":"database"}
import { asset, MaterializeResult, resource } from 'dagbook';

interface Cereal {
  name: string;
  sugarGrams: number;
}

export const database = resource(({ store }) => ({
  /** `CREATE TABLE name AS SELECT …` */
  async createTable(name: string, rows: readonly Cereal[]) {
    await store.write(`${name}.json`, new TextEncoder().encode(JSON.stringify(rows)));
    return rows.length;
  },
  /** `SELECT * FROM name` */
  async select(name: string): Promise<Cereal[]> {
    const bytes = await store.read(`${name}.json`);
    if (!bytes) throw new Error(`no such table: ${name}`);
    return JSON.parse(new TextDecoder().decode(bytes));
  },
}));

// %% {"id":"qv2wfaqb","name":"cereals"}
export const cereals = asset({ resources: { database } }, async (_, { resources }) => {
  const rows = await resources.database.createTable('cereals', [
    { name: 'Oat rings', sugarGrams: 1 },
    { name: 'Choco pillows', sugarGrams: 13 },
    { name: 'Corn flakes', sugarGrams: 3 },
    { name: 'Honey stars', sugarGrams: 11 },
    { name: 'Frosted wheat', sugarGrams: 10 },
  ]);
  return new MaterializeResult({ metadata: { rows } });
});

// %% {"id":"kr3w8s92","name":"sugaryCereals"}
export const sugaryCereals = asset({ deps: [cereals], resources: { database } }, async (_, { resources }) => {
  const all = await resources.database.select('cereals');
  const sugary = all.filter(({ sugarGrams }) => sugarGrams > 10);
  return new MaterializeResult({
    metadata: { rows: await resources.database.createTable('sugary_cereals', sugary) },
  });
});

// %% {"id":"g1djh5mz","name":"shoppingList"}
export const shoppingList = asset(
  { deps: [sugaryCereals], resources: { database } },
  async (_, { resources }) => {
    const sugary = await resources.database.select('sugary_cereals');
    const rows = await resources.database.createTable('shopping_list', sugary);
    return new MaterializeResult({ metadata: { rows, names: sugary.map(({ name }) => name).join(', ') } });
  },
);
