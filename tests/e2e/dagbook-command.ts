import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

/** The built command, in a folder of its own that is gone after the file's tests. */
export function dagbookCommand() {
  const command = resolve('dist/cli.js');
  const folder = mkdtempSync(join(tmpdir(), 'dagbook-cli-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the built command in the folder; `onOutput` hears what it prints, with a way to interrupt it. */
  function dagbook(
    words: readonly string[],
    onOutput?: (text: string, interrupt: (signal?: NodeJS.Signals) => void) => void,
    home?: string,
  ) {
    return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, DAGBOOK_HOME: home };
      const child = spawn(process.execPath, [command, ...words], { cwd: folder, env });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        onOutput?.(stdout, (signal = 'SIGINT') => child.kill(signal));
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  function notebook(name: string, cells: Readonly<Record<string, string>>): string {
    const texts = Object.entries(cells).map(
      ([cell, text], at) => `// %% {"id":"cell000${at}","name":"${cell}"}\n${text}\n`,
    );
    const path = join(folder, `${name}.nb.ts`);
    writeFileSync(path, ['// %% [notebook] {"id":"header00"}\n// {}\n', ...texts].join('\n'));
    return path;
  }

  return { folder, dagbook, notebook };
}
