import fc from 'fast-check';

// The same examples each time: a run says whether this change is sound. `npm run fuzz` looks for new ones.
if (!process.env.FUZZ) fc.configureGlobal({ seed: 1 });
