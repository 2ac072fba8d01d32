import type { Logger } from '../../definitions/asset-execution-context';
import type { LogLevel } from '../../events/event';

/** A logger that hands on what is said. */
export function stepLogger(log: (level: LogLevel, message: string) => void): Logger {
  const at = (level: LogLevel) => (message: string) => log(level, String(message));
  return {
    debug: at('DEBUG'),
    info: at('INFO'),
    warning: at('WARNING'),
    error: at('ERROR'),
    critical: at('CRITICAL'),
  };
}
