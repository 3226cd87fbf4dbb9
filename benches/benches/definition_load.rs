//! Loading and checking a folder of 200 request types with 40 fields each: `cargo bench -p benches --bench definition_load`.

mod support;

use std::fmt::Write as _;

use portal::core::definition::{self, Source};

const TYPES: usize = 200;
const FIELDS: usize = 40;

/// A request type in four steps, a quarter of whose fields have a condition.
fn request(number: usize) -> Source {
    let mut text = format!("request: type{number}\nlabel: {{en: Type {number}, fr: Sorte {number}}}\nsteps:\n");
    for step in 0..4 {
        writeln!(text, "  - id: step{step}\n    label: {{en: Step {step}, fr: Étape {step}}}\n    fields:")
            .expect("text");
        for at in 0..FIELDS / 4 {
            let id = step * FIELDS / 4 + at;
            let label = format!("label: {{en: Field {id}, fr: Champ {id}}}");
            let kind = match at % 5 {
                0 => "type: integer, min: 0, max: 1000, required: false".to_owned(),
                1 => "max: 80".to_owned(),
                2 => "type: choice, options: [{id: one, label: {en: One, fr: Un}}, {id: two, label: {en: Two, fr: Deux}}]".to_owned(),
                3 => format!("type: money, required: false, show_when: f{} == \"one\" && f{} > 10", id - 1, id - 3),
                _ => "type: date, min: today, required: false".to_owned(),
            };
            writeln!(text, "      - {{id: f{id}, {kind}, {label}}}").expect("text");
        }
    }
    Source { path: format!("requests/type{number}.yaml"), bytes: text.into_bytes() }
}

fn main() {
    let portal = "portal: many\nname: {en: Many, fr: Beaucoup}\nlocales: [en, fr]\n";
    let mut sources = vec![Source { path: "portal.yaml".to_owned(), bytes: portal.into() }];
    sources.extend((0..TYPES).map(request));
    let bytes: usize = sources.iter().map(|source| source.bytes.len()).sum();
    let fields = |definition: &definition::Definition| -> usize {
        definition.requests.values().map(|found| found.fields().count()).sum()
    };
    let (loaded, _) = definition::load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((loaded.requests.len(), fields(&loaded)), (TYPES, TYPES * FIELDS));
    let taken = support::median(5, 1, || definition::load(&sources).is_ok());
    println!("definition_load ({})", support::profile());
    println!("{TYPES} request types x {FIELDS} fields, {} kB: {} ms", bytes / 1000, taken.as_millis());
}
