/** What Chromium hands out where the app can be installed and is not; other browsers have only their own menus. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

let offer = $state.raw<InstallPrompt>();

if (typeof window !== 'undefined') {
  addEventListener('beforeinstallprompt', (event) => {
    // The browser's own bar would come at a moment of its choosing.
    event.preventDefault();
    offer = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => (offer = undefined));
}

/** Installing Dagbook as an app of the system, which then opens `.nb.ts` files. */
export const install = {
  get isPossible(): boolean {
    return offer !== undefined;
  },
  /** Asks the user; one offer can be asked once. */
  async ask(): Promise<void> {
    const asked = offer;
    offer = undefined;
    await asked?.prompt();
  },
};
