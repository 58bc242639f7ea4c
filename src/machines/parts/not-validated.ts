/** What every result of a machine says that is modelled by its rules alone. */
export const NOT_VALIDATED = "not validated against the authors' simulator";
