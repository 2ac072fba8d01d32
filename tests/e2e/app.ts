import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type ConsoleMessage, type Page } from 'playwright';
import { serveFolder } from '../../.scripts/static-server.mjs';

/** The built app on a static host that can go away, under `/` or in a sub-folder. */
export const serveApp = (base = '/', onFile?: (path: string) => void) =>
  serveFolder({ folder: 'build', base, onFile });

/** A Chromium with a profile of its own, which outlives the browser. */
export interface Browser {
  readonly context: BrowserContext;
  readonly profile: string;
  /** Its processes have a process group of their own. */
  readonly processGroup: number;
  /** Console errors and uncaught errors of all pages so far. */
  readonly errors: readonly string[];
  open(url: string): Promise<Page>;
  /** SIGKILL to the browser and all its processes: what is not on disk is lost. */
  kill(): Promise<void>;
  /** Starts again on the same profile, after `kill` or `close`. */
  reopen(): Promise<Browser>;
  close(): Promise<void>;
  /** Ends the browser and deletes the profile. */
  dispose(): Promise<void>;
}

const usualArgs = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

interface BrowserOptions {
  readonly profile?: string;
  readonly args?: readonly string[];
  /** Whether the app is stored to work without a server, all of it, as after any first visit. Default: it never comes to that. */
  readonly isStored?: boolean;
  /** Whether the language service starts. Default: the page waits for it, as in the first seconds of any visit. */
  readonly isChecked?: boolean;
}

export async function startBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { profile, args = [], isStored = false, isChecked = false } = options;
  const folder = profile ?? (await mkdtemp(join(tmpdir(), 'dagbook-e2e-')));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...usualArgs, ...args],
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  // Storing the app for each test's new profile takes more of the machine than most tests do.
  if (!isStored)
    await context.addInitScript(() => {
      if (window === top && navigator.serviceWorker)
        navigator.serviceWorker.register = () => new Promise(() => {});
    });
  // It takes more of the machine than the rest of a notebook's page.
  if (!isChecked)
    await context.addInitScript(() => {
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(options?.name === 'language' ? 'data:text/javascript,' : url, options);
        }
      };
    });
  // Nobody can choose a file in the browser's own window; without it the app takes the old way, which tests can.
  await context.addInitScript(() => {
    delete window.showOpenFilePicker;
  });
  const errors: string[] = [];
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => errors.push(String(error.error().stack)));
  const processGroup = await browserProcess(folder);
  return {
    context,
    profile: folder,
    processGroup,
    errors,
    async open(url) {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    async kill() {
      const closed = new Promise((resolve) => context.once('close', resolve));
      process.kill(-processGroup, 'SIGKILL');
      await closed;
    },
    reopen: () => startBrowser({ ...options, profile: folder }),
    close: () => context.close(),
    async dispose() {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Chromium's lock on its profile is a link to `host-pid`; the browser leads a process group of its own. */
async function browserProcess(profile: string): Promise<number> {
  const [, id] = /-(\d+)$/.exec(await readlink(join(profile, 'SingletonLock'))) ?? [];
  return Number(id);
}
