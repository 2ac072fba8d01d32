import ts from 'typescript';
import library from 'virtual:types/library';
import type { Page } from 'playwright';
import { notebookLanguage } from '../../src/lib/language/notebook-language';
import { packageTypes } from '../../src/lib/language/package-types';
import { serveApp, startBrowser } from '../e2e/app';
import { openNotebookFile, skipExample } from '../e2e/notebook-page';
import type { Measure, Measurement } from './measure';
import { gzipBytes, kilobytes } from './shell-size';

const cellCount = 200;
/** 2.2 MB for the first edit and the language service, of which the first edit may take 0.7. */
const sizeLimit = 1_500_000;

/** Ten lines that define an asset, which reads the one before it; each tenth one begins anew. */
const cellText = (
  at: number,
  before = at % 10 === 1 ? 0 : at - 1,
): string => `/** The orders of shop ${at}. */
export const orders${at} = asset({ ins: { orders${before} } }, ({ orders${before} }, context) => {
  const rows${at} = orders${before}
    .filter((order) => order.total > ${at})
    .map((order) => ({ ...order, total: order.total + ${at} }));
  context.log.info(\`read \${rows${at}.length} rows\`);
  const sum = rows${at}.reduce((total, order) => total + order.total, 0);
  if (sum < 0) throw new Error("negative");
  return rows${at};
});`;
const first =
  'import { asset } from "dagbook";\nexport const orders0 = asset(() => [{ total: 1, customer: "Kim" }]);';
const texts = [first, ...Array.from({ length: cellCount - 1 }, (_, at) => cellText(at + 1))];

/** What a keystroke and a completion take in a notebook of 200 cells, and what the language service weighs. */
export const language: Measure = async () => [await completions(), ...(await inBrowser())];

const percentile95 = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)]!;
const ms = (value: number) => `${value.toPrecision(2)} ms`;

/** After each letter typed in a cell in the middle: the members of an order. TypeScript alone has one cell's text. */
async function completions(): Promise<Measurement> {
  const service = notebookLanguage(library, packageTypes);
  const ids = texts.map((_, at) => `c${at}`);
  await service.update({ order: ids, cells: texts.map((text, at) => ({ id: ids[at]!, text })) });
  const types = await packageTypes.dagbook!();
  const alone = typescriptAlone(types.files[types.entry]!);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 60; turn++) {
    const text = cellText(105).replace('order.total >', `order.t /* ${turn} */ >`);
    const offset = text.indexOf('order.t') + 'order.t'.length;
    const start = performance.now();
    await service.update({ order: ids, cells: [{ id: 'c105', text }] });
    if (!service.complete('c105', offset)?.items.some(({ label }) => label === 'total'))
      throw new Error('no total');
    const between = performance.now();
    alone(`${first}\n${text.replaceAll('orders104', 'orders0')}`, 'order.t');
    // The first ones read the declarations.
    if (turn >= 10) {
      ours.push(between - start);
      theirs.push(performance.now() - between);
    }
  }
  const [value, yardstick] = [percentile95(ours), percentile95(theirs)];
  return {
    what: `a letter and its completion in ${cellCount} cells, p95`,
    value: ms(value),
    yardstick: `TypeScript alone with the text of one such cell: ${ms(yardstick)}`,
    ratio: value / yardstick,
    aim: { atMost: 4 },
  };
}

function typescriptAlone(types: string): (text: string, caretBehind: string) => void {
  let [text, version] = ['', 0];
  const texts = (file: string) =>
    file === '/a.ts' ? text : file === '/dagbook.d.ts' ? types : library[file.slice('/library/'.length)];
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.esnext.d.ts', 'lib.webworker.d.ts'],
      types: [],
      strict: true,
    }),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/library/lib.esnext.d.ts',
    getScriptFileNames: () => ['/a.ts'],
    getScriptVersion: (file) => (file === '/a.ts' ? String(version) : '0'),
    getScriptSnapshot: (file) => {
      const found = texts(file);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    fileExists: (file) => texts(file) !== undefined,
    readFile: texts,
    resolveModuleNameLiterals: (literals) =>
      literals.map(() => ({
        resolvedModule: { resolvedFileName: '/dagbook.d.ts', extension: ts.Extension.Dts },
      })),
  });
  return (next, caretBehind) => {
    [text, version] = [next, version + 1];
    service.getCompletionsAtPosition('/a.ts', text.indexOf(caretBehind) + caretBehind.length, undefined);
  };
}

async function inBrowser(): Promise<readonly Measurement[]> {
  const asked = new Set<string>();
  const server = await serveApp('/', (file) => asked.add(file));
  const browser = await startBrowser({ isChecked: true });
  try {
    await skipExample(browser.context);
    // It would ask for all files there are.
    await browser.context.route('**/service-worker.js', (route) => route.abort());
    const page = await openCells(await browser.open(server.url), texts);
    await page.getByText('Saved').waitFor();
    const before = new Set(asked);
    const completion = percentile95(await popups(page));
    const service = gzipBytes([...asked.difference(before)]);
    const alone = await openCells(await browser.open(server.url), texts.slice(0, 2));
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 5; turn++) {
      ours.push(...(await keystrokes(page)));
      theirs.push(...(await keystrokes(alone)));
    }
    const [keystroke, yardstick] = [percentile95(ours), percentile95(theirs)];
    return [
      {
        what: `the work of a keystroke in ${cellCount} cells, p95`,
        value: ms(keystroke),
        yardstick: `the same in 2 cells: ${ms(yardstick)}`,
        ratio: keystroke / yardstick,
        aim: { atMost: 1.5 },
      },
      {
        what: `a completion on the screen in ${cellCount} cells, p95`,
        value: ms(completion),
        yardstick: 'the aim of 100 ms',
        ratio: completion / 100,
        aim: { atMost: 1 },
      },
      {
        what: 'what the language service adds to a visit',
        value: `${kilobytes(service)} gzip`,
        yardstick: `the aim of ${kilobytes(sizeLimit)} gzip, with which it and the first edit stay within 2200 kB`,
        ratio: service / sizeLimit,
        aim: { atMost: 1 },
      },
    ];
  } finally {
    await browser.dispose();
    await server.close();
  }
}

/** A page with a notebook of these cells, with the caret at the end of a cell in the middle. */
async function openCells(page: Page, cells: readonly string[]): Promise<Page> {
  const written = cells.map((text, at) => `// %% {"id":"cell${1000 + at}"}\n${text}\n`);
  await openNotebookFile(page, `// %% [notebook] {"format":1}\n\n${written.join('\n')}`);
  const cell = page.locator(`[data-cell=cell${1000 + Math.floor(cells.length / 2)}]`);
  await cell.locator('.source').click();
  await cell.locator('.cm-content').waitFor();
  await page.keyboard.press('Control+End');
  return page;
}

/** Milliseconds from a letter until everything that it changes in the page is computed and laid out. */
async function keystrokes(page: Page): Promise<readonly number[]> {
  await page.bringToFront();
  return page.evaluate(async () => {
    const times: number[] = [];
    for (let letter = 0; letter < 24; letter++) {
      const start = performance.now();
      document.execCommand('insertText', false, letter % 8 === 0 ? '\n' : 'x');
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return times.slice(4);
  });
}

/** Milliseconds from asking to the list of completions, once the service is there. */
async function popups(page: Page): Promise<readonly number[]> {
  const list = page.locator('.cm-tooltip-autocomplete li');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\norders3.');
  // The service comes after the editor.
  for (let tries = 0; (await list.count()) === 0; tries++) {
    if (tries > 30) throw new Error('The language service does not answer');
    await page.keyboard.press('Control+Space');
    await page.waitForTimeout(2_000);
  }
  const times: number[] = [];
  for (let turn = 0; turn < 30; turn++) {
    // A move of the caret closes the list.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await list.first().waitFor({ state: 'detached' });
    times.push(
      await page.evaluate(async () => {
        const start = performance.now();
        const { promise, resolve } = Promise.withResolvers<void>();
        const observer = new MutationObserver(() => {
          if (document.querySelector('.cm-tooltip-autocomplete li')) resolve();
        });
        observer.observe(document.body, { childList: true, subtree: true });
        document.activeElement!.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: ' ',
            code: 'Space',
            keyCode: 32,
            ctrlKey: true,
            bubbles: true,
          }),
        );
        await promise;
        observer.disconnect();
        return performance.now() - start;
      }),
    );
  }
  return times.slice(5);
}
