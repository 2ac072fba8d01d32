import { expose, proxy } from 'comlink';
import { valueEngine, type ReadOptions } from '$lib/artifacts/view/value-engine';
import { preloadSqlite } from '$lib/storage/sqlite/wasm-connection';

/** Decodes values and works on them where that keeps nobody waiting. `read` answers from whoever started this worker. */
expose({
  connect: (read: ReadOptions['read']) =>
    proxy(valueEngine({ read, arrow: () => import('apache-arrow'), sqlite: preloadSqlite })),
});
