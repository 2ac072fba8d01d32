import type { InputValue, StepRequest } from '../step-protocol';

/** The request with copies of its bytes, which travel without another copy, so that the caller's stay readable. */
export function withOwnBytes(request: StepRequest): {
  readonly request: StepRequest;
  readonly transfer: readonly ArrayBuffer[];
} {
  const transfer: ArrayBuffer[] = [];

  function own(value: InputValue): InputValue {
    switch (value.type) {
      case 'bytes': {
        const bytes = new Uint8Array(value.value.bytes);
        transfer.push(bytes.buffer);
        return { ...value, value: { ...value.value, bytes } };
      }
      case 'list':
        return { ...value, items: value.items.map(own) };
      case 'partitions':
        return {
          ...value,
          items: Object.fromEntries(Object.entries(value.items).map(([key, item]) => [key, own(item)])),
        };
      default:
        return value;
    }
  }

  const inputs = request.inputs.map(({ name, value }) => ({ name, value: own(value) }));
  return { request: { ...request, inputs }, transfer };
}
