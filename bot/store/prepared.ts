/** 预编译：a query that every turn asks is built and compiled once; only its values change. */
import type { Compilable, CompiledQuery } from "kysely";

class Place {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

const places = new Proxy({}, { get: (_, name) => new Place(name) });

/** @param build puts values into a query where they become parameters, and looks at none of them */
export function prepared<Values extends object, Row>(
  build: (values: Values) => Compilable<Row>,
): (values: Values) => CompiledQuery<Row> {
  const query = build(places as Values).compile();
  return (values) => ({
    ...query,
    parameters: query.parameters.map((parameter) =>
      parameter instanceof Place ? values[parameter.name as keyof Values] : parameter,
    ),
  });
}
