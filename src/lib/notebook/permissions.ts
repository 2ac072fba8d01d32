import type { NotebookHeader } from './notebook';

/** What a notebook asks for beyond its sandbox. It declares them in its header; each user grants them, or does not. */
export interface Permissions {
  /** Hosts that its code may talk to, by HTTPS: `api.example.com`, `*.example.com`; a local one with port by HTTP. */
  readonly hosts: readonly string[];
  /** Environment variables that its code may read. */
  readonly secrets: readonly string[];
  /** Keys of assets that other notebooks make, whose results its code may read. */
  readonly assets: readonly string[];
}

export const noPermissions: Permissions = { hosts: [], secrets: [], assets: [] };

const host =
  /^(?:(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+|localhost:\d{1,5})$/;
const kinds = {
  hosts: { pattern: host, wrong: 'is no host: write api.example.com, *.example.com or localhost:8080' },
  secrets: { pattern: /^[A-Za-z_]\w*$/, wrong: 'cannot be the name of a variable' },
  assets: { pattern: /^[^/\p{C}]+(?:\/[^/\p{C}]+)*$/u, wrong: 'is no asset key: write sales or shop/sales' },
};
const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

/** What is wrong with an entry of `permissions` in a header. */
export function checkPermission(name: string, value: unknown): string | undefined {
  if (!isKind(name)) return `"${name}" is no permission: there are hosts, secrets and assets`;
  if (!Array.isArray(value)) return `"${name}" is not a list`;
  const wrong = value.find((each) => typeof each !== 'string' || !kinds[name].pattern.test(each));
  return wrong === undefined ? undefined : `${JSON.stringify(wrong)} ${kinds[name].wrong}`;
}

/** What a notebook declares; entries that are wrong are left out. */
export function declaredPermissions({ permissions }: Pick<NotebookHeader, 'permissions'>): Permissions {
  const { hosts = [], secrets = [], assets = [] } = permissions;
  return { hosts: sorted(hosts), secrets: sorted(secrets), assets: sorted(assets) };
}

/** Those of `asked` that are not among `granted`. */
export const missingPermissions = (asked: Permissions, granted: Permissions): Permissions => ({
  hosts: asked.hosts.filter((each) => !granted.hosts.includes(each)),
  secrets: asked.secrets.filter((each) => !granted.secrets.includes(each)),
  assets: asked.assets.filter((each) => !granted.assets.includes(each)),
});

/** Whether an address is at a host that was granted: by HTTPS at its usual port; at a local port by HTTP. */
export function isGrantedHost(granted: string, { protocol, host, hostname, port }: URL): boolean {
  if (granted.startsWith('localhost:')) return protocol === 'http:' && host === granted;
  if (protocol !== 'https:' || port !== '') return false;
  return granted.startsWith('*.') ? hostname.endsWith(granted.slice(1)) : hostname === granted;
}

export const isNothing = ({ hosts, secrets, assets }: Permissions): boolean =>
  hosts.length + secrets.length + assets.length === 0;

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
