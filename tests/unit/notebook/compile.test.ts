import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateFrames } from '$lib/notebook/locate-frames';
import { compile, run } from './run-compiled';

const errorsOf = (cells: Record<string, string>) =>
  compile(cells).errors.map(({ at, message }) => `${at!.cell}:${at!.line}:${at!.column} ${message}`);

describe('a compiled notebook runs', () => {
  it.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['values flow between cells in any order', { b: 'const y = x + 1', a: 'const x = 1' }, { x: 1, y: 2 }],
    ['types are taken away', { a: 'interface I { a: number }\nconst v: I = { a: 1 } satisfies I' }, { v: { a: 1 } }],
    ['await stands at the top level', { a: 'const v = await Promise.resolve(4)' }, { v: 4 }],
    ['functions are hoisted', { a: 'const v = f()\nfunction f() { return 2 }' }, { v: 2 }],
    ['destructuring defines each name', { a: 'const { a, b: [c = 3], ...rest } = { a: 1, b: [], d: 4 }', b: 'const s = a + c + rest.d' }, { a: 1, c: 3, rest: { d: 4 }, s: 8 }],
    ['var is hoisted out of blocks', { a: 'if (true) { var v = 1; let w = 2 }', b: 'const u = v' }, { v: 1, u: 1 }],
    ['parameters, catch and labels hide names', { a: 'const x = 1, e = 1', b: 'const f = (x, { e } = { e: 2 }) => x + e\nx: for (;;) break x\ntry { throw 3 } catch (e) { var c = e }\nconst v = f(5)' }, { v: 7, c: 3 }],
    ['a default value does not see the body', { a: 'const x = 1', b: 'function f(v = x) { var x = 2; return v + x }\nconst v = f()' }, { v: 3 }],
    ['exports keep their names', { a: 'export const a = 1, b = 2\nexport function f() {}\nexport class C {}', b: 'const v = a + b + f.name + C.name' }, { v: '3fC' }],
    ['a default export is called default', { a: 'export default 1 + 1' }, { default: 2 }],
    ['a named default export has both names', { a: 'export default function f() { return 5 }', b: 'const v = f()' }, { v: 5 }],
    ['an export by another name', { a: 'const a = 1\nexport { a as "b", a as default }' }, { a: 1, b: 1, default: 1 }],
    ['export without semicolons before brackets', { a: 'export default () => 1\nexport const b = 2\n;[1].at(0)' }, { b: 2 }],
    ['an anonymous default function does not run into the next line', { a: 'export default function () {}\n(1)\nexport const v = 1' }, { v: 1 }],
    ['an import taken away does not join lines', { a: 'const f = () => 1\nimport "m"\n(2)\nconst v = f' }, {}],
    ['private names stay in their cell', { a: 'const _t = 1; const a = _t', b: 'const _t = 2; const b = _t' }, { a: 1, b: 2 }],
    ['an exported private name is public', { a: 'export const _t = 1', b: 'const b = _t' }, { _t: 1, b: 1 }],
    ['a name of a built-in object', { a: 'const toString = 1, constructor = 2', b: 'const v = toString + constructor' }, { v: 3 }],
    ['text that uses the generated names', { a: 'const $s = 1, $$i = 2', b: 'const v = $s + $$i' }, { v: 3 }],
    ['another cell exports a name', { a: 'const a = 1', b: 'export { a, a as z }' }, { a: 1, z: 1 }],
    ['a comment at the end', { a: 'const a = 1 // the end' }, { a: 1 }],
    ['classes with private fields and static blocks', { a: 'class C { #x = 1; static y; static { var x = 2; C.y = x } get x() { return this.#x } }\nconst v = new C().x + C.y' }, { v: 3 }],
    ['an unknown name is a global', { a: 'const v = typeof structuredClone' }, { v: 'function' }],
  ])('%s', async (_, cells, expected) => {
    expect(await run(compile(cells), { m: {} })).toMatchObject(expected);
  }); // prettier-ignore

  it('imports come through importModule, and may be shared between cells', async () => {
    const cells = {
      imports:
        'import d, { a as b, "odd name" as odd } from "m"\nimport * as all from "m"\nimport "effect"\nimport type { T } from "types"',
      use: 'const v = [d, b, odd, all.a]\nconst w = (await import("m")).a',
    };
    const compiled = compile(cells);
    const module = { default: 1, a: 2, 'odd name': 3 };
    expect(await run(compiled, { m: module, effect: {} })).toMatchObject({ v: [1, 2, 3, 2], w: 2 });
    expect(compiled.cells.map(({ imports }) => imports)).toEqual([['m', 'effect'], ['m']]);
    expect(compiled.cells[1]!.uses).toEqual({
      d: 'id-imports',
      b: 'id-imports',
      odd: 'id-imports',
      all: 'id-imports',
    });
  });

  it('says which names a cell defines and exports', () => {
    const [cell] = compile({
      a: 'import { m } from "m"\nconst a = 1\nexport const b = 2\nconst _c = 3\nexport { a as d }',
    }).cells;
    expect(cell).toMatchObject({ defs: ['m', 'a', 'b', 'd'], exports: ['b', 'd'] });
  });

  it('is the same data for the same text, and its hash changes with the code', () => {
    expect(compile({ a: 'const a = 1' })).toEqual(compile({ a: 'const a = 1' }));
    expect(compile({ a: 'const a = 1' }).hash).not.toBe(compile({ a: 'const a = 2' }).hash);
  });
});

describe('errors name cell, place and remedy', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['syntax', { a: 'const a = 1\nconst b = a +;' }, ['a:2:14 Unexpected token']],
    ['a decorator', { a: '@asset\nfunction f() {}' }, ['a:1:1 Decorators are not supported: no browser runs them, and functions cannot have any']],
    ['an enum', { a: 'enum E { A }' }, ['a:1:1 A cell cannot hold an enum: TypeScript in cells must be erasable']],
    ['the same name twice', { a: 'const x = 1', b: 'const y = 1\nconst x = 2', c: 'const z = x' }, ['b:2:1 `x` is already defined in cell a']],
    ['two default exports', { a: 'export default 1', b: 'export default 2' }, ['b:1:16 `default` is already defined in cell a']],
    ['a circle', { a: 'const a = () => b', b: 'const b = c', c: 'const c = a', d: 'const d = a' }, [
      'a:1:17 These cells need each other in a circle: a → b → c → a',
      'b:1:11 These cells need each other in a circle: a → b → c → a',
      'c:1:11 These cells need each other in a circle: a → b → c → a',
      'd:1:11 This cell needs `a` of cell a, which is broken',
    ]],
    ['assigning to another cell’s name', { a: 'let x = 1', b: 'let y = 1; y = 2; [{ y: x }] = []', c: 'x++', d: 'for (x of []) {}' }, [
      'b:1:25 `x` belongs to cell a, so that only that cell can assign to it',
      'c:1:1 `x` belongs to cell a, so that only that cell can assign to it',
      'd:1:6 `x` belongs to cell a, so that only that cell can assign to it',
    ]],
    ['a broken cell breaks only those that need it', { a: 'export const { x, y: z = 1 } = {', b: 'const b = z', c: 'const c = b', d: 'const d = 1' }, [
      'a:1:33 Unexpected token, expected ","', 'b:1:11 This cell needs `z` of cell a, which is broken', 'c:1:11 This cell needs `b` of cell b, which is broken',
    ]],
    ['exporting from a module', { a: 'export * from "m"' }, ['a:1:1 A cell cannot export straight from another module']],
  ])('%s', (_, cells, expected) => {
    expect(errorsOf(cells)).toEqual(expected);
    for (const { remedy } of compile(cells).errors) expect(remedy).toMatch(/^[A-Z].*\.$/);
  }); // prettier-ignore

  it('what is not broken still runs', async () => {
    const { cells } = compile({ a: 'const x = ;', b: 'const y = x', c: 'const z = 1' });
    expect(await run({ ...compile({}), cells })).toEqual({ z: 1 });
  });

  it('a disabled cell defines nothing, and says so where it is needed', () => {
    const { cells, errors } = compile(
      '// %% {"id":"a","state":"disabled"}\n// const a = 1\n\n// %% {"id":"b"}\nconst b = a\n',
    );
    expect(cells).toEqual([]);
    expect(errors).toMatchObject([
      { message: 'This cell needs `a` of cell a, which is disabled', at: { cell: 'b' } },
    ]);
  });

  it('a broken header is told with its place, and the cells run', async () => {
    const compiled = compile(
      '// %% [notebook] {"title":"T"}\n// {\n//   "imports": {,}\n// }\n\n// %%\nconst a = 1\n',
    );
    expect(compiled.errors).toMatchObject([
      {
        name: 'InvalidHeader',
        message: 'The header is not JSON',
        at: { cell: 'notebook', line: 2, column: 15 },
      },
    ]);
    expect(compiled).toMatchObject({ title: 'T', cells: [{ defs: ['a'] }] });
  });
});

describe('stack traces', () => {
  // The test runner prints frames in a way of its own.
  const { prepareStackTrace } = Error;
  beforeAll(() => void Reflect.deleteProperty(Error, 'prepareStackTrace'));
  afterAll(() => void (Error.prepareStackTrace = prepareStackTrace));

  const thrown = async (cells: Record<string, string>) => {
    const compiled = compile(cells);
    const error = await run(compiled, { m: {} }).catch((error: Error) => error);
    return locateFrames((error as Error).stack!, compiled);
  };

  it('name cell, line and column', async () => {
    const frames = await thrown({
      'my cell':
        'import "m"\ninterface Gone {\n  a: 1\n}\nexport function thrower() {\n  throw new Error("boom")\n}',
      second: 'thrower()',
    });
    expect(frames).toEqual([
      { cell: 'id-my cell', cellName: 'my cell', line: 6, column: 9 },
      { cell: 'id-second', cellName: 'second', line: 1, column: 1 },
    ]);
  });

  it('on a first line too, behind what was generated', async () => {
    const frames = await thrown({ a: 'const a = 1', b: 'null.x; a; import "m"' });
    expect(frames).toEqual([{ cell: 'id-b', cellName: 'b', line: 1, column: 6 }]);
  });

  it.each(["it's (odd) 100%", '이름', '\uD800', 'a.ts:1:1', '../x\n'])('a cell called %j', async (name) => {
    expect(await thrown({ [name]: '\nthrow new Error()' })).toEqual([
      { cell: `id-${name}`, cellName: name, line: 2, column: 7 },
    ]);
  });

  it('two cells of one name are told apart', async () => {
    const text =
      '// %% {"id":"a","name":"n"}\nconst a = 1\n\n// %% {"id":"b","name":"n"}\nthrow new Error()\n';
    const compiled = compile(text);
    const error: Error = await run(compiled).catch((error) => error);
    expect(locateFrames(error.stack!, compiled)).toMatchObject([{ cell: 'b', line: 1, column: 7 }]);
  });

  it('of Firefox and Safari are read as well', () => {
    const compiled = compile({ a: 'const a = 1' });
    expect(locateFrames('f@notebook:///a.ts:3:7\n@blob:null/1:1:1\n', compiled)).toMatchObject([
      { line: 3, column: 7 },
    ]);
  });
});

it('200 cells of 50 lines, each using the one before, compile', () => {
  const line = (cell: number, index: number) =>
    `export const v${cell}_${index} = [${index}].map((x: number) => x + ${cell > 0 ? `v${cell - 1}_${index}[0]` : 0})`;
  const cells = Object.fromEntries(
    Array.from({ length: 200 }, (_, cell) => [
      `c${cell}`,
      Array.from({ length: 50 }, (_, index) => line(cell, index)).join('\n'),
    ]),
  );
  const compiled = compile(cells);
  expect(compiled.errors).toEqual([]);
  expect(compiled.cells).toHaveLength(200);
});
