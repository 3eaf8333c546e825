/** Options of a field or input field that stands under its former name, beside `name`, until version 1.0. */
export function formerNameOf(name: string): { description: string; deprecationReason: string } {
  return { description: `Former name of ${name}.`, deprecationReason: `Use ${name}: this name goes with version 1.0.` };
}
