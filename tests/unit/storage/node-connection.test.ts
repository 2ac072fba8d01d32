import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { sqliteConnectionContract } from '../../contract/sqlite-connection.contract';
import { temporaryFolder } from '../../temporary-folder';

for (const [name, check] of Object.entries(sqliteConnectionContract))
  test(name, () =>
    check({
      async open() {
        const connection = openNodeConnection(join(temporaryFolder(), 'a.db'));
        onTestFinished(() => connection.close());
        return connection;
      },
    }),
  );
