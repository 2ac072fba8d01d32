/** What `context.file(…).parquet()` reads with. */
export { readParquet } from '../../artifacts/formats/parquet-file';
