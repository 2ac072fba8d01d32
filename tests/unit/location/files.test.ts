import { expect, test } from 'vitest';
import { MemoryPaths } from '$lib/artifacts/memory/memory-paths';
import { emptySnapshot } from '$lib/definitions/snapshot';
import { answerFiles } from '$lib/location/boundary/answer-files';
import { limits } from '$lib/location/boundary/limits';
import type { FileAnswer, QuestionAnswer } from '$lib/location/boundary/wire';
import { empty, hostile, write } from './hostile-isolate';

test('files: only attached ones are read, each answer goes to its asker', async () => {
  const read: string[] = [];
  const load = () => ({ snapshot: emptySnapshot, errors: [] });
  const { isolate, data } = hostile({ load }, async (path) => {
    read.push(path);
    return new TextEncoder().encode(path);
  });
  await isolate.load({ notebook: { ...empty, attachments: { 'a.json': 'hash' } }, modules: {} });

  const answers: { file: number; value?: Uint8Array; error?: { name: string; remedy: string } }[] = [];
  const both = new Promise<void>((resolve) => {
    data.addEventListener(
      'message',
      (event) => answers.push((event as MessageEvent).data) === 3 && resolve(),
    );
  });
  for (const [index, path] of ['../secret', 'a.json', '__proto__'].entries())
    data.postMessage({ file: index + 1, wish: 'attachment', path });
  await both;
  expect(read).toEqual(['a.json']);
  const byFile = new Map(answers.map((answer) => [answer.file, answer]));
  expect(new TextDecoder().decode(byFile.get(2)!.value)).toBe('a.json');
  expect(byFile.get(1)!.error).toMatchObject({ name: 'AttachmentNotFound', remedy: 'Attached are: a.json.' });
  expect(byFile.get(3)!.error).toMatchObject({ name: 'AttachmentNotFound' });
});

test('an isolate that asks for files without end is ended', async () => {
  const load = () => ({ snapshot: emptySnapshot, errors: [] });
  const { isolate, data } = hostile({ load }, () => new Promise(() => {}));
  await isolate.load({ notebook: { ...empty, attachments: { a: 'hash' } }, modules: {} });
  for (let file = 0; file <= limits.openFiles; file++)
    data.postMessage({ file, wish: 'attachment', path: 'a' });
  expect((await isolate.died).message).toMatch(/too many files/);
});

test('an isolate that asks the instance without end is ended; one that asks nonsense hears so', async () => {
  const load = () => ({ snapshot: emptySnapshot, errors: [] });
  const { isolate, data } = hostile({ load });
  await isolate.load({ notebook: empty, modules: {} });
  const heard = new Promise<QuestionAnswer>((resolve) =>
    data.addEventListener('message', (event) => resolve((event as MessageEvent).data), { once: true }),
  );
  data.postMessage({ question: 1, asked: { ask: 'settings' } });
  expect(await heard).toMatchObject({ question: 1, error: { name: 'InvalidQuestion' } });
  for (let question = 0; question <= limits.questions; question++)
    data.postMessage({ question, asked: { ask: 'dynamicPartitions', name: 'p' } });
  expect((await isolate.died).message).toMatch(/too many questions/);
});

/** What comes back for wishes, in the order of the answers. */
function ask(data: MessagePort, wishes: readonly object[]): Promise<FileAnswer[]> {
  const answers: FileAnswer[] = [];
  return new Promise((resolve) => {
    data.addEventListener('message', (event) => {
      if (answers.push((event as MessageEvent).data) === wishes.length)
        resolve(answers.sort((a, b) => a.file - b.file));
    });
    for (const [index, wish] of wishes.entries()) data.postMessage({ file: index, ...wish });
  });
}

test('paths of a store: written, read, listed and removed; those that climb are refused, and nothing is there', async () => {
  const { data, store } = hostile();
  const at = (wish: string, path: string) => ({ wish, path, store: 'memory' });
  await ask(data, [{ wish: 'write', path: 'p/a', store: 'memory', bytes: new Uint8Array([7]) }]);
  const answers = await ask(data, [at('read', 'p/a'), at('list', 'p'), at('read', 'none')]);
  expect(answers).toEqual([
    { file: 0, value: new Uint8Array([7]) },
    { file: 1, value: ['p/a'] },
    { file: 2, value: undefined },
  ]);
  const climbing = ['../p/a', '/etc/passwd', 'p/../../x', 'a\0', ''];
  const refused = await ask(
    data,
    climbing
      .flatMap((path) => [at('read', path), at('remove', path), { ...write, path }])
      .map((wish, file) => ({ ...wish, file })),
  );
  expect(refused.every((answer) => 'error' in answer && answer.error.name === 'InvalidPath')).toBe(true);
  await ask(data, [at('remove', 'p/a')]);
  expect(await store.list('')).toEqual([]);
});

test('a step may write so many bytes and ask so often; the next one begins anew', async () => {
  const store = new MemoryPaths();
  const files = answerFiles({ readAttachment: async () => new Uint8Array(), store: () => store }, () => {});
  // Instead of so many bytes.
  const much = { length: limits.stored } as Uint8Array;
  const wish = { file: 1, wish: 'write', store: 'memory', path: 'a' } as const;
  const writes = (bytes: Uint8Array) => files.request({ ...wish, bytes });
  store.write = async () => {};
  await writes(much);
  await expect(writes(new Uint8Array(1))).rejects.toThrow(/too many bytes/);
  files.renew();
  await writes(much);
  files.renew();
  for (let asked = 0; asked < limits.files; asked++) await files.request({ ...wish, wish: 'read' });
  await expect(files.request({ ...wish, wish: 'read' })).rejects.toThrow(/too many files/);
});
