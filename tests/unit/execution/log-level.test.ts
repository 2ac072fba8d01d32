import { afterEach, expect, test } from 'vitest';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterEach(() => bench.close());

test.each<Record<string, string>>([{ log_level: 'WARNING' }, { logLevel: 'warning' }])(
  'what a step logs below the level of the run config (%j) is not in the log; its console is',
  async (config) => {
    bench = await workbench(`
export const talk = asset((_, { log }) => { log.info('stirring'); log.warning('too sweet'); console.log('hello'); });
`);
    const run = await bench.launch(undefined, undefined, { config: { loggers: { console: { config } } } });
    expect(await bench.drive(run)).toBe('SUCCESS');
    const said = (await bench.events(run)).filter(({ type }) => type === 'LOG_MESSAGE');
    expect(said.map(({ message }) => message)).toEqual(['too sweet', 'hello']);
  },
);
