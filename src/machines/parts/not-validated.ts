/** What every result of a machine says that is modelled by its rules alone. */
export const NOT_VALIDATED = "not validated against the authors' simulator";

/** A machine that says so: in its record, and behind its name, which stands in every table, page and caption. */
export function notValidated<Stated extends { readonly name: string }>(
  stated: Stated,
): Stated & { readonly validation: string } {
  return { ...stated, name: `${stated.name} (${NOT_VALIDATED})`, validation: NOT_VALIDATED };
}
