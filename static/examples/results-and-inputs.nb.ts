// %% [notebook] {"format":1,"title":"Results and inputs"}

// %% [markdown] {"id":"k3vd8q2m"}
// # Results and inputs
//
// What an asset returns is shown below its cell, and is still there after a reload: rows as a table that sorts, filters
// and goes out as CSV, Parquet or Arrow; everything else as a tree; and what says how it looks, as that.
//
// Move the slider, then press **Materialize with this**. Choose an earlier version of `sales`, and compare it.
//
// `goodDays` at the end is a view: no asset, only looked at. It draws itself anew when you move its slider, choose a cake,
// edit it, or materialize `sales`.

// %% {"id":"w7ncm4xa"}
import { asset, html, md, plot, view } from 'dagbook';

// %% {"id":"p5rzt9ke","name":"inputs"}
export const shops = view.slider({ label: 'Shops', min: 1, max: 8, value: 4 });
export const cake = view.select({ label: 'Cake', options: ['castella', 'chiffon', 'tart'] });

// %% {"id":"g2hy6wbn","name":"sales"}
const cakes = ['castella', 'chiffon', 'tart'] as const;

export const sales = asset({ resources: { shops } }, async (_, { resources, log, progress }) => {
  const rows: { id: string; shop: string; day: Date; cake: string; sold: number }[] = [];
  for (let shop = 1; shop <= resources.shops; shop++) {
    progress(shop / resources.shops, `shop ${shop} of ${resources.shops}`);
    for (let day = 0; day < 90; day++)
      for (const [at, cake] of cakes.entries())
        rows.push({
          id: `${shop}-${day}-${cake}`,
          shop: `shop ${shop}`,
          day: new Date(Date.UTC(2026, 0, 1 + day)),
          cake,
          sold: Math.round(20 + 12 * Math.sin(day / 7 + at) + ((shop * 31 + day * 17) % 11)),
        });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  log.info(`${rows.length} rows`);
  return rows;
});

// %% {"id":"t8qxj3fd","name":"chart"}
export const chart = asset({ ins: { sales }, resources: { cake } }, ({ sales }, { resources }) =>
  plot({
    marks: [
      {
        mark: 'lineY',
        data: sales.filter((row) => row.cake === resources.cake),
        x: 'day',
        y: 'sold',
        stroke: 'shop',
      },
      { mark: 'ruleY', data: [0] },
    ],
    color: { legend: true },
    y: { label: `${resources.cake} sold` },
  }),
);

// %% {"id":"c4mbz7vy","name":"report"}
export const report = asset({ ins: { sales } }, ({ sales }) => {
  const total = sales.reduce((sum, row) => sum + row.sold, 0);
  const best = sales.reduce((most, row) => (row.sold > most.sold ? row : most));
  return md(
    `## ${total.toLocaleString('en')} cakes\n\nThe best day: **${best.sold}** of ${best.cake} in ${best.shop}.`,
  );
});

// %% {"id":"n9dkf5ru","name":"badge"}
export const badge = asset(
  { ins: { sales } },
  ({ sales }) =>
    html`<p
      style="display: inline-block; padding: 4px 12px; border-radius: 99px; background: #3546c4; color: white"
    >
      ${sales.length} rows
    </p>`,
);

// %% {"id":"v6kqs1hd","name":"goodDays"}
export const least = view.slider({ label: 'Sold at least', min: 20, max: 45, value: 35 });

export const goodDays = view({ sales, cake, least }, ({ sales, cake, least }) =>
  plot({
    marks: [
      {
        mark: 'barX',
        data: sales.filter((row) => row.cake === cake && row.sold >= least),
        transform: ['groupY', { x: 'count' }],
        y: 'shop',
        fill: 'shop',
      },
      { mark: 'ruleX', data: [0] },
    ],
    x: { label: `days with ${least} ${cake} or more` },
    marginLeft: 60,
  }),
);
