const headerBytes = 32;
const frameHeaderBytes = 24;
/** The last bit says that checksums are over big-endian words. */
const magic = 0x377f0682;

type Checksum = readonly [number, number];

/**
 * Whether commits are lost in a write-ahead log (the bytes of SQLite's `-wal` file): SQLite reads up to the first frame
 * that is damaged, and says nothing of what follows. Of the log's own are frames with its salts. Those of a transaction
 * that was rolled back, or not finished, hold no commit, and a damaged last frame is like one that was not finished.
 * Source: sqlite.org/fileformat2.html, "The Write-Ahead Log".
 */
export function losesCommits(log: Uint8Array): boolean {
  if (log.length <= headerBytes) return false;
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  const littleEndian = view.getUint32(0) === magic;
  const frameBytes = frameHeaderBytes + view.getUint32(8);
  const isAt = (at: number, words: Checksum) =>
    view.getInt32(at) === words[0] && view.getInt32(at + 4) === words[1];
  const isCommit = (at: number) => view.getUint32(at + 4) !== 0;

  let checksum = addWords([0, 0], view, 0, 24, littleEndian);
  if (!isAt(24, checksum) || (view.getUint32(0) & ~1) !== magic) return true;
  const salts = [view.getInt32(16), view.getInt32(20)] as const;
  const isWhole = (at: number) => {
    checksum = addWords(checksum, view, at, at + 8, littleEndian);
    checksum = addWords(checksum, view, at + frameHeaderBytes, at + frameBytes, littleEndian);
    return isAt(at + 8, salts) && isAt(at + 16, checksum);
  };

  let isDamaged = false;
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    if (isDamaged && isAt(at + 8, salts) && isCommit(at)) return true;
    isDamaged ||= !isWhole(at);
  }
  return false;
}

function addWords(
  [first, second]: Checksum,
  view: DataView,
  from: number,
  to: number,
  littleEndian: boolean,
): Checksum {
  let [a, b] = [first, second];
  for (let at = from; at < to; at += 8) {
    a = (a + view.getInt32(at, littleEndian) + b) | 0;
    b = (b + view.getInt32(at + 4, littleEndian) + a) | 0;
  }
  return [a, b];
}

/** What is written next takes the log's own space, under new salts. Where that cannot be, the log goes on as it is. */
export function startLogAnew(database: { exec(sql: string): unknown }): void {
  try {
    database.exec('pragma wal_checkpoint(restart)');
  } catch {
    return;
  }
}
