import { parseArgs } from 'node:util';
import type { Verdict } from './acknowledged-facts';
import { killAtRandom } from './kills';
import { memorySoak } from './memory';
import { tabsAtRandom } from './tabs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    tabs: { type: 'string', multiple: true, default: [] as string[] },
    turns: { type: 'string', default: '100' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const isAll = values.kills === undefined && values.tabs.length === 0 && values.minutes === undefined;
const { kills, tabs, minutes } = isAll ? { kills: 50, tabs: [2, 5], minutes: 60 } : values;
const seed = Number(values.seed);
let isGood = true;

console.log(`seed ${seed}`);
if (kills !== undefined) report('kills', await killAtRandom(Number(kills), seed));
for (const most of tabs) report(`${most} tabs`, await tabsAtRandom(Number(most), Number(values.turns), seed));
if (minutes !== undefined) isGood = (await memorySoak(Number(minutes))) && isGood;
process.exit(isGood ? 0 : 1);

function report(what: string, { acknowledged, lost, doubled }: Verdict): void {
  console.log(`${what}: ${acknowledged} acknowledged, ${lost.length} lost, ${doubled.length} doubled`);
  for (const each of lost.slice(0, 20)) console.log(`  lost: ${each}`);
  for (const each of doubled.slice(0, 20)) console.log(`  doubled: ${each}`);
  isGood &&= lost.length + doubled.length === 0;
}
