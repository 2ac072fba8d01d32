// %% [notebook] {"format":1,"title":"Artifacts and storage"}

// %% [markdown] {"id":"1kqwbpqz"}
// # Artifacts and storage
//
// Where a value is kept is not the asset's affair but that of its **IO manager**. The default one keeps every value by
// its content: small ones in the database, large ones as files beside it. Events, runs and metadata are always in the
// database.

// %% {"id":"7swc91q7","name":"imports"}
import { asset, DailyPartitionsDefinition, ioManager, pathIOManager } from 'dagbook';

interface Order {
  product: string;
  total: number;
}

// %% [markdown] {"id":"3hxnbd3r"}
// ## An IO manager of one's own
//
// Two functions, one that stores and one that loads. `context.path` is where the asset belongs, `context.store` is a
// place that is kept: the browser's file system, in Node a folder of the instance.

// %% {"id":"mswpjtxk","name":"csvFiles"}
export const csvFiles = ioManager<Order[]>(() => ({
  async handleOutput(context, orders) {
    const path = `orders/${context.path}.csv`;
    const lines = ['product,total', ...orders.map(({ product, total }) => `${product},${total}`)];
    await context.store.write(path, new TextEncoder().encode(lines.join('\n')));
    context.addOutputMetadata({ path, rows: orders.length });
  },
  async loadInput(context) {
    const bytes = await context.store.read(`orders/${context.path}.csv`);
    if (!bytes) throw new Error(`${context.path} is not there`);
    const [, ...lines] = new TextDecoder().decode(bytes).split('\n');
    return lines.map((line) => {
      const [product = '', total] = line.split(',');
      return { product, total: Number(total) };
    });
  },
}));

// %% [markdown] {"id":"skrhy83p"}
// ## One that is there already
//
// `pathIOManager` needs to know only how a value becomes bytes, and keeps each in a file of its own, as Dagster's
// file system IO manager does.

// %% {"id":"mxh5fqq2","name":"jsonFiles"}
export const jsonFiles = pathIOManager<Record<string, number>>({
  baseDir: 'reports',
  extension: '.json',
  dump: (value) => new TextEncoder().encode(JSON.stringify(value)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
});

// %% [markdown] {"id":"4s7j57qq"}
// ## A file for each day
//
// A partitioned asset has a value for each of its partitions: `orders/dailyOrders/2026-03-01.csv`. Materialize a day or
// two, and the report of the same day reads just that file.

// %% {"id":"85tq1r4p","name":"dailyOrders"}
const days = new DailyPartitionsDefinition({ startDate: '2026-03-01', endDate: '2026-03-08' });

export const dailyOrders = asset(
  { partitionsDef: days, ioManagerKey: 'csvFiles' },
  (_, { partitionKey }): Order[] => {
    const day = Number(partitionKey.slice(-2));
    return [
      { product: 'sponge', total: 12 * day },
      { product: 'cheesecake', total: 30 + day },
      { product: 'sponge', total: 8 },
    ];
  },
);

// %% {"id":"23ap1azx","name":"dailyReport"}
export const dailyReport = asset(
  { partitionsDef: days, ins: { dailyOrders }, ioManagerKey: 'jsonFiles' },
  ({ dailyOrders }) => {
    const totals: Record<string, number> = {};
    for (const { product, total } of dailyOrders) totals[product] = (totals[product] ?? 0) + total;
    return totals;
  },
);
