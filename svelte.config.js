import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ fallback: '404.html' }),
    alias: { $workers: 'workers' },
    paths: { relative: true },
    serviceWorker: { register: false },
    typescript: {
      config: (config) => {
        config.include.push('../workers/**/*.ts', '../tests/**/*.ts', '../.config/**/*.ts');
        return config;
      },
    },
  },
};
