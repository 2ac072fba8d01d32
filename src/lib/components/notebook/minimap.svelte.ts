const key = 'dagbook-minimap';

/** Whether the cells have their minimap, in every notebook of this browser. */
class MinimapSwitch {
  isShown = $state(localStorage.getItem(key) !== 'off');

  toggle(): void {
    this.isShown = !this.isShown;
    localStorage.setItem(key, this.isShown ? 'on' : 'off');
  }
}

export const minimap = new MinimapSwitch();
