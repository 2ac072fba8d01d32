import { existsSync } from 'node:fs';
import { run } from './install.mjs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Where the browser for the tests is: the environment variable CHROMIUM, or a usual place. On Debian and Ubuntu as root
 * it is installed where it is missing; elsewhere this says what to do and answers `undefined`.
 */
export async function findChromium() {
  const found = process.env.CHROMIUM ?? places.find((path) => existsSync(path));
  if (found) return found;
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (canInstall) {
    console.log('Installing chromium and fonts (apt-get) …');
    const options = { capture: () => {}, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'];
    await run('apt-get', ['update'], options);
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
    if (existsSync(places[0])) return places[0];
  }
  console.error(
    `The browser tests need Chromium, ${canInstall ? 'and apt-get could not install it' : 'which is not in a usual place'}. ` +
      'Install it (Debian: apt-get install chromium), or name a Chrome or Chromium: CHROMIUM=/path/to/it npm test',
  );
  return undefined;
}
