import { expect, test } from 'vitest';
import {
  documentOrder,
  documentRows,
  findDocuments,
  type DocumentChoice,
} from '$lib/components/documents/document-rows';
import type { DocumentSummary } from '$lib/instance/documents';
import { noPermissions } from '$lib/notebook/permissions';

const document = (id: string, more: Partial<DocumentSummary> = {}): DocumentSummary => ({
  ...{ id, title: id, createdAt: 0, updatedAt: 0, textBytes: 10 },
  ...{ versions: 0, versionBytes: 0, results: 0, resultBytes: 0, attachments: 0, attachmentBytes: 0 },
  trust: { isOwn: true, runs: true, granted: noPermissions },
  ...more,
});

const rows = documentRows(
  [
    document('cakes', { updatedAt: 3, versions: 2, versionBytes: 20, resultBytes: 500 }),
    document('sales', { updatedAt: 2, trust: { isOwn: false, runs: false, granted: noPermissions } }),
    document('old 10', { updatedAt: 1, deletedAt: 4, attachmentBytes: 70 }),
    document('old 9', { updatedAt: 0 }),
  ],
  new Map([['sales', 'figures.nb.ts']]),
  new Set(['old 9']),
);
const found = (choice: DocumentChoice, text = '', sort?: string) =>
  findDocuments(rows, { choice, text, order: documentOrder(sort) }).map(({ id }) => id);

test('a document takes the space of all that is kept of it', () => {
  expect(rows.map(({ bytes }) => bytes)).toEqual([530, 10, 80, 10]);
});

test.each<[DocumentChoice, readonly string[]]>([
  ['all', ['cakes', 'sales', 'old 10', 'old 9']],
  ['present', ['cakes', 'sales', 'old 9']],
  ['draft', ['old 9']],
  ['disk', ['sales']],
  ['outside', ['sales']],
  ['deleted', ['old 10']],
])('%s', (choice, expected) => expect(found(choice)).toEqual(expected));

test('they are found by the words of their title or file, and sorted by each column', () => {
  expect(found('all', 'FIGURES nb')).toEqual(['sales']);
  expect(found('all', 'figures cakes')).toEqual([]);
  expect(found('all', 'old', 'title')).toEqual(['old 9', 'old 10']);
  expect(found('all', '', '-size')).toEqual(['cakes', 'old 10', 'sales', 'old 9']);
  expect(found('all', '', 'nonsense')).toEqual(found('all', '', '-updated'));
});
