// The people of the demo, as examples/definitions/b2b-provider/demo.yaml has them. Claire, Bruno and Tom read English;
// Aline and Nadia read French.

const password = 'try-the-portal';
const person = (name, email) => ({ name, email, password });

/** Alpha Logistics: Claire asks for quotes, Aline approves them. */
export const claire = person('Claire Martin', 'claire@alpha.example');
export const aline = person('Aline Roche', 'aline@alpha.example');
/** Beta Foods, another client company. */
export const bruno = person('Bruno Keller', 'bruno@beta.example');
/** Novaterm, the team. */
export const tom = person('Tom Weber', 'tom@novaterm.example');
export const nadia = person('Nadia Benali', 'nadia@novaterm.example');
