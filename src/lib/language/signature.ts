import { documented, plainText, printed } from './describe';
import type { Signatures } from './language';
import { placeIn, type LanguageProgram } from './language-program';

/** The ways to call what is being called at a place, and which parameter is being written. */
export function signature(program: LanguageProgram, id: string, offset: number): Signatures | undefined {
  const place = placeIn(program, id, offset);
  const help = place && program.service.getSignatureHelpItems(place.file, place.position, undefined);
  if (!help) return undefined;
  const signatures = help.items.map((item) => {
    let code = printed(item.prefixDisplayParts);
    const parameters = item.parameters.map((parameter, index) => {
      if (index > 0) code += printed(item.separatorDisplayParts);
      const from = code.length;
      code += printed(parameter.displayParts);
      return { from, to: code.length, documentation: plainText(parameter.documentation) };
    });
    code += printed(item.suffixDisplayParts);
    return { code, documentation: documented(item), parameters };
  });
  return { signatures, active: help.selectedItemIndex, parameter: help.argumentIndex };
}
