import { DagbookError } from '../base/errors';
import type { Workspace } from '../daemon/workspace';
import { isGrantedHost, noPermissions, type Permissions } from '../notebook/permissions';
import type { AssetKeyString, DefinitionsSnapshot } from '../definitions/snapshot';
import type { MadeBy } from '../storage/facts-storage';
import type { Storage } from '../storage/storage';
import type { Environment } from './environment';
import { keyClashes } from './key-clashes';
import type { NotebookCalls } from './notebook-calls';
import { dynamicNames } from './partitions-context';

/** What a notebook may do in this instance. It is kept here and never in the file, so that no file raises it. */
export interface Trust {
  /** It was made here: its code runs, and reads the variables and the assets of other notebooks that it names. */
  readonly isOwn: boolean;
  /** Its code may run, in its sandbox. */
  readonly runs: boolean;
  readonly granted: Permissions;
}

const own: Trust = { isOwn: true, runs: true, granted: noPermissions };
const foreign: Trust = { isOwn: false, runs: false, granted: noPermissions };
const prefix = 'trust:';

type TrustStorage = Pick<Storage, 'getSetting' | 'setSetting' | 'settingKeys' | 'getRun'>;
type ReadLocations = () => Promise<Pick<Workspace, 'locations'>>;

/** The grants of the instance, by notebook. */
export class Trusts {
  readonly #storage: TrustStorage;
  readonly #workspace: ReadLocations;
  readonly #hasNetwork: boolean;

  /** `hasNetwork`: all code of it may talk to all hosts. */
  constructor(storage: TrustStorage, workspace: ReadLocations, hasNetwork = false) {
    this.#storage = storage;
    this.#workspace = workspace;
    this.#hasNetwork = hasNetwork;
  }

  async of(notebook: string): Promise<Trust> {
    const stored = await this.#storage.getSetting(prefix + notebook);
    if (stored === undefined) return own;
    const trust = JSON.parse(stored) as Trust;
    // What was granted before there were grants of a kind says nothing of it.
    return { ...trust, granted: { ...noPermissions, ...trust.granted } };
  }

  /** A notebook that came from outside: nothing of it runs until somebody says so. */
  async receive(notebook: string): Promise<void> {
    await this.#keep(notebook, foreign);
  }

  /** Lets it run with these permissions, and no others. */
  async allow(notebook: string, granted: Permissions): Promise<void> {
    const { isOwn } = await this.of(notebook);
    await this.#keep(notebook, { isOwn, runs: true, granted });
  }

  /** Takes back that it runs, and all that was granted. */
  async withdraw(notebook: string): Promise<void> {
    await this.receive(notebook);
  }

  /** Notebooks that came from outside, or were granted something. */
  async kept(): Promise<readonly string[]> {
    return (await this.#storage.settingKeys(prefix)).map((key) => key.slice(prefix.length));
  }

  /** Throws `NotebookInPreview` where its code may not run. */
  async assertRuns(notebook: string): Promise<Trust> {
    const trust = await this.of(notebook);
    if (trust.runs) return trust;
    throw new DagbookError('This notebook came from outside and is only shown: nothing of it runs', {
      name: 'NotebookInPreview',
      remedy: 'Read it, then press Run in sandbox above its cells.',
    });
  }

  /** Whether the code of `notebook` may talk to the host of that address. */
  async mayReach(notebook: string, url: URL): Promise<boolean> {
    if (this.#hasNetwork) return true;
    const { runs, granted } = await this.of(notebook);
    return runs && granted.hosts.some((host) => isGrantedHost(host, url));
  }

  /** The variables that the code of `notebook` may read: those of its own, or those it was granted. */
  environmentOf(notebook: string, environment: Environment): Pick<Environment, 'get'> {
    return {
      get: async (name) => {
        const { isOwn, granted } = await this.of(notebook);
        if (isOwn || granted.secrets.includes(name)) return environment.get(name);
        throw new DagbookError(`This notebook may not read the variable ${name}`, {
          name: 'PermissionMissing',
          remedy: `It must declare it in its header, "permissions": {"secrets": ["${name}"]}, and be granted it.`,
        });
      },
    };
  }

  /**
   * Throws `PermissionMissing` where the code of `notebook` may not see what `runId` made of an asset: the run was of
   * another notebook, and this one came from outside and was not granted the asset. Whose the run was counts, not who
   * defines the asset now: a notebook cannot read what is not its own by claiming its key. What was reported, by no run
   * (`runId` is empty), is of the notebook that alone defines the asset.
   */
  async assertReads(notebook: string, assetKey: AssetKeyString, runId: string): Promise<void> {
    const { isOwn, granted } = await this.of(notebook);
    if (isOwn || granted.assets.includes(assetKey)) return;
    if (runId === '' ? await this.#definesAlone(notebook, assetKey) : await this.#wasRunBy(notebook, runId))
      return;
    throw unreadable(assetKey);
  }

  /**
   * Throws `PermissionMissing` where the code of `notebook` may not say that an asset was made: it came from outside,
   * and one of the user's own has the asset: what depends on it there must not be made from a stranger's value. Where
   * one of its own only names an asset that others compute, it is theirs.
   */
  async assertWrites(notebook: string, assetKey: AssetKeyString): Promise<void> {
    if ((await this.of(notebook)).isOwn) return;
    const definers = await this.#definers(assetKey);
    const computing = definers.filter(({ isExecutable }) => isExecutable);
    const claims = computing.length > 0 ? computing : definers;
    if (!claims.some(({ isOwn }) => isOwn)) return;
    // Its code may read this: it names no other notebook. `keyClashes` does, to the user.
    throw new DagbookError(`This notebook may not materialize ${assetKey}, which one of your own has`, {
      name: 'PermissionMissing',
      remedy:
        'Give its assets a "keyPrefix" in the header, as its page offers, or delete the other notebook.',
    });
  }

  /**
   * What the code of `notebook` may see of an asset: all, or only what this answers. Of one that came from outside and
   * was not granted the asset it is what its own runs made, and it throws `PermissionMissing` where it does not define
   * the asset, whether there is one or not.
   */
  async sees(notebook: string, assetKey: AssetKeyString): Promise<MadeBy | undefined> {
    const { isOwn, granted } = await this.of(notebook);
    if (isOwn || granted.assets.includes(assetKey)) return undefined;
    const definers = await this.#definers(assetKey);
    if (!definers.some(({ location }) => location === notebook)) throw unreadable(assetKey);
    return { location: notebook, withReports: definers.length === 1 };
  }

  /** Throws `PermissionMissing` where dynamic partitions are not those of `notebook` alone, which came from outside. */
  async assertPartitions(notebook: string, name: string): Promise<void> {
    if ((await this.of(notebook)).isOwn) return;
    const { locations } = await this.#workspace();
    const users = locations.filter(({ snapshot }) => dynamicNamesOf(snapshot).includes(name));
    if (users.length === 1 && users[0]!.name === notebook) return;
    throw new DagbookError(`The dynamic partitions ${name} are not of this notebook alone`, {
      name: 'PermissionMissing',
      remedy: 'Give its assets a DynamicPartitionsDefinition with a name of its own.',
    });
  }

  /** Whether the code of `notebook` may hear of the runs of other notebooks. */
  async hearsAll(notebook: string): Promise<boolean> {
    return (await this.of(notebook)).isOwn;
  }

  async #wasRunBy(notebook: string, runId: string): Promise<boolean> {
    return (await this.#storage.getRun(runId))?.location === notebook;
  }

  async #definesAlone(notebook: string, assetKey: AssetKeyString): Promise<boolean> {
    const definers = await this.#definers(assetKey);
    return definers.length > 0 && definers.every(({ location }) => location === notebook);
  }

  /** The notebooks that define an asset, other than by naming it as one of another notebook. */
  async #definers(assetKey: AssetKeyString) {
    const { locations } = await this.#workspace();
    const found = locations.flatMap(({ name, snapshot }) => {
      const asset = snapshot.assets.find(({ key, cell }) => key === assetKey && cell !== undefined);
      return asset ? [{ location: name, isExecutable: asset.isExecutable }] : [];
    });
    return Promise.all(found.map(async (each) => ({ ...each, isOwn: (await this.of(each.location)).isOwn })));
  }

  #keep(notebook: string, trust: Trust): Promise<void> {
    return this.#storage.setSetting(prefix + notebook, JSON.stringify(trust));
  }
}

const unreadable = (assetKey: AssetKeyString) =>
  new DagbookError(`This notebook may not read ${assetKey}, which another notebook made`, {
    name: 'PermissionMissing',
    remedy: `It must declare it in its header, "permissions": {"assets": ["${assetKey}"]}, and be granted it above the cells.`,
  });

/** The names of the dynamic partitions that a notebook has. */
function dynamicNamesOf({ assets, jobs }: DefinitionsSnapshot): readonly string[] {
  return [...assets, ...jobs].flatMap(({ partitions }) => (partitions ? dynamicNames(partitions) : []));
}

/** What people ask and say of the trust in notebooks. */
export function trustCommands({
  storage,
  trusts,
  workspace,
  locations,
}: {
  readonly storage: Pick<Storage, 'getNotebook'>;
  readonly trusts: Trusts;
  readonly workspace: () => Promise<Workspace>;
  readonly locations: { stop(name: string): void };
}): Pick<NotebookCalls, 'trust' | 'keyClashes' | 'grants' | 'allowNotebook' | 'distrustNotebook'> {
  return {
    trust: (id) => trusts.of(id),
    keyClashes: (id) => keyClashes(id, { storage, trusts, workspace }),
    async grants() {
      const found = await Promise.all(
        (await trusts.kept()).map(async (id) => {
          const notebook = await storage.getNotebook(id);
          if (!notebook || notebook.deletedAt !== undefined) return [];
          return [{ id, title: notebook.title, ...(await trusts.of(id)) }];
        }),
      );
      return found.flat();
    },
    async allowNotebook(id, granted) {
      const { runs } = await trusts.of(id);
      await trusts.allow(id, granted);
      // Of one that was only shown there is nothing to stop but what the word just given has begun.
      if (runs) locations.stop(id);
    },
    async distrustNotebook(id) {
      await trusts.withdraw(id);
      locations.stop(id);
    },
  };
}
