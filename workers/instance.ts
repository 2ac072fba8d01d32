/// <reference lib="webworker" />
import type { WorkerStart } from '$lib/instance/browser/call-protocol';
import { lead } from '$lib/instance/browser/lead';
import { openBrowserInstance } from '$lib/instance/browser/open-browser-instance';
import { preloadSqlite } from '$lib/storage/sqlite/wasm-connection';

void preloadSqlite().catch(() => {});

addEventListener(
  'message',
  ({ data }: MessageEvent<WorkerStart>) =>
    void lead(data.name, data, (replacing) => openBrowserInstance({ ...data, replacing })),
  { once: true },
);
