/** A string or number that only its own smart constructor may produce. Costs nothing at run time. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
