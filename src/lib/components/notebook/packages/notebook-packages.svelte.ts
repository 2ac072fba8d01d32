import { DagbookError, serializeError, type SerializedError } from '../../../base/errors';
import type { FetchProgress } from '../../../instance/browser/fetch-package';
import type { Instance } from '../../../instance/instance';
import type { TypeTexts } from '../../../language/collect-types';
import { isShipped, type PackagePin, pinTitle, readPin, writePin } from '../../../notebook/package-pin';
import { shippedPackages } from '../../../notebook/shipped-packages';
import { comesWithApp, usualSpecifier, type WantedPackage } from './wanted-package';
import type { OpenNotebook } from '../open-notebook.svelte';

/** What an addition has done: the pin that it wrote, and how to put the one before in its place. */
export interface Addition {
  readonly pin: PackagePin;
  readonly undo: () => void;
}

/** The packages of the open notebook. One is added at a time, and only because somebody asks for it. */
export class NotebookPackages {
  /** What is being added. */
  adding: WantedPackage | undefined = $state.raw();
  progress: FetchProgress | undefined = $state.raw();
  error: SerializedError | undefined = $state.raw();
  /** Counts what was fetched. */
  fetched = $state(0);
  /** Where the name of a package is written, while it is shown. */
  input: HTMLInputElement | undefined;
  /** The next time it is shown, the caret goes there. */
  isAsked = false;

  #instance: Instance;
  #open: OpenNotebook;
  #abort: AbortController | undefined;

  constructor(instance: Instance, open: OpenNotebook) {
    this.#instance = instance;
    this.#open = open;
  }

  /**
   * Adds a package, or another version of one, and pins it. `before`: what the notebook pins already, which has to come
   * out the same. `specifier`: what cells import it by. `undefined` where it failed (`error`) or was cancelled.
   */
  async add(
    wanted: WantedPackage,
    before?: PackagePin,
    specifier = usualSpecifier(wanted),
  ): Promise<Addition | undefined> {
    if (this.adding) return undefined;
    const abort = (this.#abort = new AbortController());
    this.adding = wanted;
    this.error = undefined;
    try {
      const { runs } = await this.#instance.trust(this.#open.id);
      if (!runs) throw new NotebookInPreview();
      const pin = comesWithApp(wanted) ? shippedPin(wanted) : await this.#fetch(wanted, before, abort.signal);
      abort.signal.throwIfAborted();
      const undo = this.#open.pin(specifier, writePin(pin));
      // What is pinned is as it was, but now it can be loaded.
      if (before && writePin(before) === writePin(pin)) await this.#instance.restartLocation(this.#open.id);
      return { pin, undo };
    } catch (thrown) {
      // Where in our code it was thrown says nothing about the package.
      if (!abort.signal.aborted) this.error = { ...serializeError(thrown), stack: undefined };
      return undefined;
    } finally {
      this.adding = undefined;
      this.progress = undefined;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Takes a pin out of the header; answers how to put it back. What was fetched stays for now. */
  remove(specifier: string): () => void {
    return this.#open.pin(specifier, undefined);
  }

  /** The types of what the header pins, by specifier; `null` where there are none. */
  async types(
    imports: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, TypeTexts | null>>> {
    const entries = Object.entries(imports).flatMap(([specifier, text]) => {
      const pin = readPin(text);
      return specifier === 'dagbook' || (pin && isShipped(pin) && pin.name === specifier)
        ? []
        : [{ specifier, hash: pin?.hash }];
    });
    const types = entries.map(async ({ specifier, hash }) => {
      const texts = hash === undefined ? undefined : await this.#instance.packageTypes(hash);
      return [specifier, texts ?? null] as const;
    });
    return Object.fromEntries(await Promise.all(types));
  }

  async #fetch(
    wanted: WantedPackage,
    before: PackagePin | undefined,
    signal: AbortSignal,
  ): Promise<PackagePin> {
    const [{ fetchPackage }, settings] = await Promise.all([
      import('../../../instance/browser/fetch-package'),
      this.#instance.settings(),
    ]);
    const sources = settings.packages;
    const request = { ...wanted, sources, dependencies: before?.dependencies ?? [] };
    const { pin, bytes } = await fetchPackage(request, (progress) => (this.progress = progress), signal);
    signal.throwIfAborted();
    const { hashOfBytes } = await import('../../../base/hash');
    if (before?.hash !== undefined && before.hash !== (await hashOfBytes(bytes)))
      throw new PackageChanged(pin);
    const hash = await this.#instance.keepPackage({ notebookId: this.#open.id, bytes });
    this.fetched++;
    return { ...pin, hash };
  }
}

const shippedPin = ({ name, path }: WantedPackage): PackagePin => ({
  ...{ name, path },
  version: shippedPackages[name]!,
  dependencies: [],
});

class NotebookInPreview extends DagbookError {
  static override readonly name: string = 'NotebookInPreview';

  constructor() {
    super('This notebook came from outside and is only shown: nothing is fetched for it', {
      remedy: 'Read it, then press Run in sandbox above its cells.',
    });
  }
}

class PackageChanged extends DagbookError {
  static override readonly name: string = 'PackageChanged';

  constructor(pin: PackagePin) {
    super(`${pinTitle(pin)} from its source does not come out as what this notebook pins`, {
      remedy:
        'It was added with another version of Dagbook, or the source has changed. Where you trust it, remove the package here and add it anew.',
    });
  }
}
