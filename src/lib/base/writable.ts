/**
 * A readonly type while it is built. Where there are many thousands of objects, setting the fields that are there is
 * much faster than spreading those that may be absent.
 */
export type Writable<Type> = { -readonly [Field in keyof Type]: Type[Field] };
