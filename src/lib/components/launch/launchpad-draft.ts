import type { TagRow } from './read-tags';

/** What is written in the launchpad of a job. */
export interface LaunchpadDraft {
  /** The config. */
  readonly text: string;
  readonly subset: string;
  readonly tags: readonly TagRow[];
}

export interface JobId {
  readonly location: string;
  readonly name: string;
}

const keyOf = ({ location, name }: JobId): string => `dagbook launchpad ${location} ${name}`;

/** Keeps it in this browser, beyond the page. */
export function keepDraft(of: JobId, draft: LaunchpadDraft): void {
  try {
    localStorage.setItem(keyOf(of), JSON.stringify(draft));
  } catch {
    // A browser without room keeps what is on the page only.
  }
}

/** What was kept last; `undefined` where there is nothing that can be read. */
export function keptDraft(of: JobId): LaunchpadDraft | undefined {
  try {
    const { text, subset, tags } = JSON.parse(
      localStorage.getItem(keyOf(of)) ?? '',
    ) as Partial<LaunchpadDraft>;
    return { text: text ?? '{}', subset: subset ?? '', tags: tags ?? [] };
  } catch {
    return undefined;
  }
}
