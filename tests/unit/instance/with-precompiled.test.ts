import { readdirSync, readFileSync } from 'node:fs';
import precompiledExamples from 'virtual:precompiled-examples';
import { expect, test } from 'vitest';
import { withPrecompiled } from '$lib/instance/browser/with-precompiled';
import { directParser } from '$lib/instance/direct-parser';

const examples = readdirSync('static/examples').filter((name) => name.endsWith('.nb.ts'));
const textOf = (name: string) => readFileSync(`static/examples/${name}`, 'utf8');

/** Answers with what the compiler says, and how often it was asked. */
function counted() {
  let asked = 0;
  const compile: typeof directParser.compile = (...args) => {
    asked += 1;
    return directParser.compile(...args);
  };
  return { parser: withPrecompiled({ ...directParser, compile }, precompiledExamples), asked: () => asked };
}

test.each(examples)('%s opens without the compiler, as just that notebook', async (name) => {
  const { parser, asked } = counted();
  const title = /"title":"([^"]+)"/.exec(textOf(name))![1]!;
  expect(await parser.compile(textOf(name), title)).toEqual(await directParser.compile(textOf(name), title));
  expect(asked()).toBe(0);
});

test('an edited example and one with another title are compiled', async () => {
  const { parser, asked } = counted();
  const source = textOf('cake.nb.ts');
  const edited = await parser.compile(`${source}\nexport const more = 1;\n`, 'Cake pipeline');
  expect(edited.cells.at(-1)!.code).toContain('more = 1');
  expect((await parser.compile(source, 'Other')).title).toBe('Other');
  expect(asked()).toBe(2);
});
