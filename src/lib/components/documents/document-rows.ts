import type { DocumentSummary } from '../../instance/documents';

/** A notebook as the page lists it. */
export interface DocumentRow extends DocumentSummary {
  /** All that is kept of it, in bytes. */
  readonly bytes: number;
  /** The name of its file on disk. */
  readonly file?: string;
  /** Something was typed into it and is not stored. */
  readonly hasDraft: boolean;
}

/** Which are shown, as the page's address says it. */
export const documentChoices = ['all', 'present', 'draft', 'disk', 'outside', 'deleted'] as const;
export type DocumentChoice = (typeof documentChoices)[number];

const isShown: Record<DocumentChoice, (row: DocumentRow) => boolean> = {
  all: () => true,
  present: ({ deletedAt }) => deletedAt === undefined,
  draft: ({ hasDraft }) => hasDraft,
  disk: ({ file }) => file !== undefined,
  outside: ({ trust }) => !trust.isOwn,
  deleted: ({ deletedAt }) => deletedAt !== undefined,
};

export type DocumentColumn = 'title' | 'updated' | 'size';

/** What they are sorted by; `-` turns it round. */
export type DocumentOrder = DocumentColumn | `-${DocumentColumn}`;
const orders: readonly DocumentOrder[] = ['title', '-title', 'updated', '-updated', 'size', '-size'];

/** The order that `text` names; the newest first where it names none. */
export const documentOrder = (text: string | undefined): DocumentOrder =>
  orders.find((order) => order === text) ?? '-updated';

const compare: Record<DocumentColumn, (a: DocumentRow, b: DocumentRow) => number> = {
  title: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  updated: (a, b) => a.updatedAt - b.updatedAt,
  size: (a, b) => a.bytes - b.bytes,
};

/** Joins what the instance holds with what only this browser knows: files on disk, and notebooks that have drafts. */
export const documentRows = (
  documents: readonly DocumentSummary[],
  files: ReadonlyMap<string, string>,
  drafts: ReadonlySet<string>,
): readonly DocumentRow[] =>
  documents.map((document) => ({
    ...document,
    bytes: document.textBytes + document.versionBytes + document.attachmentBytes + document.resultBytes,
    file: files.get(document.id),
    hasDraft: drafts.has(document.id),
  }));

/** Those with every word of `text` in their title or the name of a file, in that order. */
export function findDocuments(
  rows: readonly DocumentRow[],
  {
    text,
    choice,
    order,
  }: { readonly text: string; readonly choice: DocumentChoice; readonly order: DocumentOrder },
): readonly DocumentRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const all = [row.title, row.file, row.cameIn].join('\n').toLowerCase();
    return isShown[choice](row) && words.every((word) => all.includes(word));
  });
  const [sign, column] = order.startsWith('-') ? [-1, order.slice(1)] : [1, order];
  return found.toSorted((a, b) => sign * compare[column as DocumentColumn](a, b));
}
