import type { PageWords } from '../../../instance/share/page/page-words';
import { m } from '../../../words/generated/messages.js';
import { getLocale } from '../../../words/generated/runtime.js';

/** The words of a page in the language of this screen. */
export const pageWords = (): PageWords => ({
  language: getLocale(),
  lineage: m.notebook_lineage(),
  code: (count) => m.page_code({ count }),
  materialized: m.page_materialized(),
  notMaterialized: m.page_not_materialized(),
  nothing: m.value_nothing(),
  lost: m.value_lost(),
  tooLarge: m.page_too_large(),
  plotInApp: m.page_plot(),
  rows: (shown, count) => m.page_rows({ shown, count }),
  columns: (shown, count) => m.page_columns({ shown, count }),
  more: (count) => m.page_more({ count }),
  cut: (shown, count) => m.value_text_cut({ shown, count }),
  open: m.page_open(),
  openHint: m.page_open_hint(),
  image: m.page_picture(),
});
