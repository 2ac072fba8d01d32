import type { Change } from './storage';
import { afterWaitingTasks } from '../base/macrotask';

/** What the writes of one transaction touched, each thing once. */
export class Changes {
  readonly #byName = new Map<string, Change>();

  /** Of several changes of one run the last one counts: it has the highest event id. */
  add(change: Change): void {
    this.#byName.set(nameOf(change), change);
  }

  list(): readonly Change[] {
    return [...this.#byName.values()];
  }
}

function nameOf(change: Change): string {
  switch (change.topic) {
    case 'run':
      return `run ${change.runId}`;
    case 'instigator':
    case 'tick':
      return `${change.topic} ${JSON.stringify([change.location, change.name])}`;
    default: {
      const { topic, ...which } = change;
      return `${topic} ${Object.values(which)[0]}`;
    }
  }
}

interface Write {
  /** Does the write inside a transaction; the answer is called after the commit. */
  run(changes: Changes): () => void;
  fail(thrown: unknown): void;
}

/** What a queue needs of its database. */
export interface CommitTarget {
  transaction<Answer>(work: () => Answer): Answer;
  announce(changes: readonly Change[]): void;
}

/** So many writes at most hold the thread in one transaction. */
const mostWritesAtOnce = 1_000;

/**
 * Group commit: all writes go through one queue, in the order of their calls. Nobody waits on a timer: what is
 * asked for before the thread gets to the commit is committed with it, so a lone write waits for the messages that
 * have already arrived, and the slower the disk, the more writes share one flush.
 */
export class CommitQueue {
  readonly #target: CommitTarget;
  #waiting: Write[] = [];
  #isScheduled = false;

  constructor(target: CommitTarget) {
    this.#target = target;
  }

  /** Resolves with what `work` answers when that is durable; rejects, with nothing of it stored, when it throws. */
  write<Answer>(work: (changes: Changes) => Answer): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({
        run(changes) {
          const answer = work(changes);
          return () => resolve(answer);
        },
        fail: reject,
      });
      this.#schedule();
    });
  }

  /** Commits all that is waiting, now. */
  flush(): void {
    while (this.#waiting.length) this.#commitNext();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    afterWaitingTasks(() => {
      this.#isScheduled = false;
      this.#commitNext();
      if (this.#waiting.length) this.#schedule();
    });
  }

  #commitNext(): void {
    const group = this.#waiting.splice(0, mostWritesAtOnce);
    try {
      this.#commit(group);
    } catch (error) {
      if (group.length === 1) group[0]!.fail(error);
      else for (const write of group) this.#commitAlone(write);
    }
  }

  /** One of a group failed and took the others with it: each by itself shows which. */
  #commitAlone(write: Write): void {
    try {
      this.#commit([write]);
    } catch (error) {
      write.fail(error);
    }
  }

  #commit(group: readonly Write[]): void {
    const changes = new Changes();
    const settle = this.#target.transaction(() => group.map((write) => write.run(changes)));
    for (const resolve of settle) resolve();
    this.#target.announce(changes.list());
  }
}
