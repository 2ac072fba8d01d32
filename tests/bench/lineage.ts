import dagre from '@dagrejs/dagre';
import { layoutGraph } from '$lib/graph/layout/layout-graph';
import type { Page } from 'playwright';
import { serveApp, startBrowser } from '../e2e/app';
import { notebookOf, openNotebookFile, skipExample } from '../e2e/notebook-page';
import { lineage as generated } from '../unit/graph/lineages';
import { median, p95, type Measure, type Measurement } from './measure';

const count = 10_000;
/** Assets of a group: a chain that follows an asset of an earlier group. */
const groupSize = 20;

/** How long 10,000 assets take to lay out, beside dagre with its fastest good ranker; and the page that shows them. */
export const lineage: Measure = async () => [await layout(), ...(await page())];

async function layout(): Promise<Measurement> {
  const { nodes, edges } = generated(count, 1);
  const ours = await median(3, async () => timed(() => layoutGraph(nodes, edges)));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ ranker: 'tight-tree' });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  const theirs = timed(() => dagre.layout(graph));
  return {
    what: `layout of ${count} assets`,
    value: `${ours.toFixed(0)} ms`,
    yardstick: `dagre, tight-tree: ${theirs.toFixed(0)} ms`,
    ratio: ours / theirs,
    aim: { atMost: 1 / 30 },
  };
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

async function page(): Promise<readonly Measurement[]> {
  const server = await serveApp();
  const browser = await startBrowser({ isChecked: true });
  try {
    await skipExample(browser.context);
    const page = await browser.open(server.url);
    await openNotebookFile(page, notebookOf('Many assets', cells()));
    const rows: Measurement[] = [];
    for (const [query, what] of [
      ['?groups=closed', 'groups closed'],
      ['?groups=open', 'groups open'],
      ['?asset=asset_4711', 'one asset near'],
    ] as const) {
      await page.goto(`${server.url}lineage/${query}`);
      await page.locator('.drawing > svg').waitFor({ timeout: 120_000 });
      await page.waitForTimeout(3_000);
      const rest = p95(await frameTimes(page, 'rest'));
      for (const movement of ['pan', 'zoom'] as const) {
        const moved = p95(await frameTimes(page, movement));
        rows.push({
          what: `frame p95 of a ${movement} over ${count} assets, ${what}`,
          value: `${moved.toFixed(1)} ms`,
          yardstick: `the same page at rest: ${rest.toFixed(1)} ms`,
          ratio: moved / rest,
          aim: { atMost: 1.2 },
        });
      }
    }
    await page.goto(`${server.url}lineage/`);
    await page.locator('.drawing > svg').waitFor();
    const click = await median(5, () => fromClick(page));
    return [
      ...rows,
      {
        what: `the lineage of ${count} assets after a click`,
        value: `${click.toFixed(0)} ms`,
        yardstick: 'the aim of 300 ms',
        ratio: click / 300,
        aim: { atMost: 1 },
      },
    ];
  } finally {
    await browser.dispose();
    await server.close();
  }
}

function cells(): readonly string[] {
  const groups = Array.from({ length: count / groupSize }, (_, group) => group * groupSize);
  return groups.map((first) =>
    Array.from({ length: groupSize }, (_, at) => {
      const before = at > 0 ? first + at - 1 : first > 0 ? (first * 7919) % first : undefined;
      const deps = before === undefined ? '' : `, deps: ["asset_${before}"]`;
      return `export const asset_${first + at} = asset({ group: "flow_${first / groupSize}"${deps} }, () => 1);`;
    }).join('\n'),
  );
}

/** Milliseconds of each frame of two seconds, in which every frame moves what is seen. */
const frameTimes = (page: Page, movement: 'rest' | 'pan' | 'zoom'): Promise<readonly number[]> =>
  page.evaluate(
    (movement) =>
      new Promise<number[]>((resolve) => {
        const svg = document.querySelector('.drawing > svg')!;
        const { left, top, width, height } = svg.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const mouse = (type: string, moved = 0) =>
          (type === 'mousedown' ? svg : window).dispatchEvent(
            new MouseEvent(type, {
              bubbles: true,
              view: window,
              clientX: x + 300 * Math.sin(moved / 20),
              clientY: y + 200 * Math.sin(moved / 31),
            }),
          );
        const wheel = (moved: number) =>
          svg.dispatchEvent(
            new WheelEvent('wheel', {
              bubbles: true,
              cancelable: true,
              clientX: x,
              clientY: y,
              deltaY: 30 * Math.sin(moved / 15),
            }),
          );
        const times: number[] = [];
        let last = performance.now();
        const end = last + 2_000;
        if (movement === 'pan') mouse('mousedown');
        requestAnimationFrame(function frame() {
          const now = performance.now();
          times.push(now - last);
          last = now;
          if (movement === 'pan') mouse('mousemove', times.length);
          if (movement === 'zoom') wheel(times.length);
          if (now < end) return void requestAnimationFrame(frame);
          if (movement === 'pan') mouse('mouseup');
          resolve(times);
        });
      }),
    movement,
  );

/** Milliseconds from a click on another page until the graph is drawn. */
async function fromClick(page: Page): Promise<number> {
  await page.getByRole('link', { name: 'Runs' }).first().click();
  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
  // What the page before had asked for has come.
  await page.waitForTimeout(1_500);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        document.querySelector<HTMLElement>('a[href$="lineage/"]')!.click();
        requestAnimationFrame(function look() {
          if (!document.querySelector('.drawing > svg')) return void requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - begun);
          port2.postMessage(0);
        });
      }),
  );
}
