import { bundledText } from './bundled-text.ts';
import { precompiledExamples } from './precompiled-examples.ts';
import { smallSqlite } from './small-sqlite.ts';
import { typeTexts } from './type-texts.ts';

/** What our sources need of whoever bundles them for a browser: the page, its workers, and the bench. */
export const plugins = () => [bundledText(), precompiledExamples(), smallSqlite(), typeTexts()];
