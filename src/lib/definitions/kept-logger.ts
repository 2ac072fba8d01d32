import type { Logger } from './asset-execution-context';

export interface LogLine {
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
  readonly message: string;
}

/** A logger that keeps what is logged, for tests to look at. */
export function keptLogger(): { readonly log: Logger; readonly logs: readonly LogLine[] } {
  const logs: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string) =>
    void logs.push({ level, message: String(message) });
  const log: Logger = {
    debug: at('DEBUG'),
    info: at('INFO'),
    warning: at('WARNING'),
    error: at('ERROR'),
    critical: at('CRITICAL'),
  };
  return { log, logs };
}
