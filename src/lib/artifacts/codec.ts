/** A value as bytes, with the name of the codec that reads them back. */
export interface EncodedValue {
  readonly codec: string;
  readonly bytes: Uint8Array;
}
