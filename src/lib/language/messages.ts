import ts from 'typescript';

type Messages = Readonly<Record<string, string>>;

/** Languages in which TypeScript has its messages, but for English, in which it has them by itself. */
const messages: Readonly<Record<string, () => Promise<Messages>>> = {
  ko: async () => (await import('typescript/lib/ko/diagnosticMessages.generated.json')).default,
};

/** Has TypeScript say what is wrong in a language, where it knows it. */
export async function speak(locale: string): Promise<void> {
  const known = await messages[locale]?.();
  // TypeScript exports it for its own server, so its types do not tell of it.
  if (known) (ts as unknown as Localizable).setLocalizedDiagnosticMessages(known);
}

interface Localizable {
  setLocalizedDiagnosticMessages(messages: Messages): void;
}
