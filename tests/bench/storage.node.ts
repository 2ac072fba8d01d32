import { join } from 'node:path';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { measureStorage } from './storage-speed';

const storage = new SqliteStorage(openNodeConnection(join(process.argv[2]!, 'bench.db')));
console.log(JSON.stringify(await measureStorage(storage)));
