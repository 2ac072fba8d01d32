// dependency-cruiser does not read SvelteKit's aliases; without this file it would pass every `$lib` import unseen.
const path = require('node:path');
const root = path.resolve(__dirname, '..');
module.exports = {
  resolve: {
    alias: { $lib: `${root}/src/lib`, $workers: `${root}/workers` },
    extensions: ['.ts', '.js', '.svelte', '.json'],
  },
};
