/**
 * How a notebook stands to its file on disk: `same`; `ahead`: it was changed here only; `behind`: the file was changed
 * by another program only; `apart`: both were.
 */
export type DiskVerdict = 'same' | 'ahead' | 'behind' | 'apart';

/** `here` and `disk` are hashes of the two texts, `agreed` that of the text that both were when they last were the same. */
export function judgeDisk(here: string, disk: string, agreed: string): DiskVerdict {
  if (here === disk) return 'same';
  if (disk === agreed) return 'ahead';
  return here === agreed ? 'behind' : 'apart';
}
