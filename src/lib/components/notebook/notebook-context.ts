import { createContext } from 'svelte';
import type { SerializedError } from '../../base/errors';
import type {
  AssetCheckSnapshot,
  AssetKeyString,
  JobSnapshot,
  ResourceSnapshot,
} from '../../definitions/snapshot';
import type { AssetStatus } from '../../instance/instance';
import type { RunState } from '../../events/run-state';
import type { CellDrag } from './cell-drag.svelte';
import type { CellFocus } from './cell-focus.svelte';
import type { CodeLocation } from './code-location.svelte';
import type { DiskFile } from './disk/disk-file.svelte';
import type { LoadingLanguage } from './language/loading-language.svelte';
import type { EditedBy } from './edited-assets';
import type { NotebookFind } from './notebook-find.svelte';
import type { NotebookRuns } from './notebook-runs.svelte';
import type { NotebookPackages } from './packages/notebook-packages.svelte';
import type { OpenNotebook } from './open-notebook.svelte';
import type { ViewCells } from './views/view-cells.svelte';
import type { ReceivedResults } from './received/received-results.svelte';

/** What can stand beside the cells. */
export type Panel = 'lineage' | 'files' | 'packages' | 'history';

/** What can stand over the page: the keys, ways to give the notebook away. */
export type Overlay = 'help' | 'share';

/** What the cells of one open notebook share. The getters are reactive. */
export interface NotebookContext {
  readonly open: OpenNotebook;
  readonly focus: CellFocus;
  readonly location: CodeLocation;
  readonly runs: NotebookRuns;
  readonly find: NotebookFind;
  readonly drag: CellDrag;
  readonly disk: DiskFile;
  readonly language: LoadingLanguage;
  readonly received: ReceivedResults;
  readonly packages: NotebookPackages;
  readonly viewCells: ViewCells;
  /** Resolves when what the stored cells define is known here. */
  settle(): Promise<void>;
  assetsOf(cell: string): readonly AssetStatus[];
  /** The keys of all assets of this notebook. */
  assetKeys(): readonly AssetKeyString[];
  /** The columns of an asset that is a table, as far as they are known. */
  columnsOf(key: AssetKeyString): Promise<readonly string[]>;
  /** Of these assets and all upstream of them in this notebook, those that are not up to date; default of all assets. */
  staleAmong(keys?: readonly AssetKeyString[]): readonly AssetKeyString[];
  /** Set from the keystroke that makes an asset stale until the edited code is loaded. */
  editedBy(key: AssetKeyString): EditedBy | undefined;
  /** The jobs that a cell defines. */
  jobsOf(cell: string): readonly JobSnapshot[];
  /** The inputs that a cell defines. */
  viewsOf(cell: string): readonly ResourceSnapshot[];
  /** Executable assets of this notebook whose steps take one of these inputs. */
  usersOf(views: readonly ResourceSnapshot[]): readonly AssetKeyString[];
  /** The checks that a cell defines for assets of other cells. */
  otherChecksOf(cell: string): readonly AssetCheckSnapshot[];
  /** Some check of this notebook is about the asset. */
  isChecked(key: AssetKeyString): boolean;
  /** The cell that defines an asset, where it is in this notebook. */
  cellOf(key: AssetKeyString): string | undefined;
  /** Assets of this notebook that use `key`. */
  downstreamOf(key: AssetKeyString): readonly AssetKeyString[];
  runState(runId: string): RunState | undefined;
  /** What is wrong with a cell; without one, what is wrong with none of the cells. */
  errorsOf(cell: string | undefined): readonly SerializedError[];
  /** Shows it, or takes it away; `show` says which. */
  togglePanel(panel: Panel, show?: boolean): void;
  show(overlay: Overlay): void;
}

export const [getNotebook, setNotebook] = createContext<NotebookContext>();
