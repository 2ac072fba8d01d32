import { findInstigator } from '../find-instigator';
import { withHistory } from '../open-instance';
import { UsageError } from '../usage-error';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const sensorCursor: Verb = {
  name: 'sensor cursor',
  summary: 'Show, set or delete the cursor of a sensor',
  argument: 'NAME',
  options: {
    file: historyFileOption,
    set: { type: 'string', value: 'TEXT', help: 'The cursor that its next tick begins from' },
    delete: { type: 'boolean', help: 'As if it had never been evaluated' },
    json: jsonOption,
  },
  run({ file, set, delete: takesAway, json }, name = '') {
    if (set !== undefined && takesAway)
      throw new UsageError('--set and --delete exclude each other', { remedy: 'Give one of them.' });
    return withHistory(file as string | undefined, async ({ instance, location }) => {
      const found = await findInstigator(instance, 'sensor', name, location);
      if (set !== undefined || takesAway)
        await instance.setCursor({ location: found.location, name }, set as string | undefined);
      const cursor = set !== undefined || takesAway ? set : found.cursor;
      console.log(json ? JSON.stringify({ name, cursor: cursor ?? null }) : String(cursor ?? 'No cursor.'));
      return 0;
    });
  },
};
